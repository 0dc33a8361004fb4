package org.focalspark.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.focalspark.testkit.SparkSessions;

/**
 * One run of the command in this JVM, on the shared session.
 *
 * @param exitCode what a shell would see
 * @param out everything on stdout
 * @param err everything of ours on stderr
 */
record AppRun(int exitCode, String out, String err) {

    static AppRun of(String... arguments) {
        SparkSessions.shared();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = TrainApp.commandLine(new PrintWriter(out), new PrintWriter(err, true))
                .execute(arguments);
        return new AppRun(exitCode, out.toString(), err.toString());
    }

    /** A configuration whose results go to a folder. */
    static AppRun of(Path conf, Path results, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--conf-file", conf.toString(),
                "--model-out", results.resolve("model").toString(),
                "--metrics-out", results.resolve("metrics.json").toString()));
        arguments.addAll(List.of(more));
        return of(arguments.toArray(String[]::new));
    }
}
