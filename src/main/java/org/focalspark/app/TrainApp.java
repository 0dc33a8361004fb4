package org.focalspark.app;

import com.typesafe.config.ConfigObject;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.focalspark.app.config.ConfigLoader;
import org.focalspark.app.config.InvalidJobException;
import org.focalspark.app.config.JobConfig;
import org.focalspark.app.text.FailureMessage;
import org.focalspark.app.text.MaskedLog;
import org.focalspark.app.text.Secrets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The spark-submit application: trains a focal model from a configuration, compares it with a baseline on a held-out
 * set, and saves it.
 *
 * @since 0.1.0
 */
@Command(
        name = "spark-submit [...] focalspark_<scala>-<version>-app.jar",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        sortOptions = false,
        usageHelpWidth = 100,
        abbreviateSynopsis = true,
        description = {
            "",
            "Trains a focal-loss logistic regression on imbalanced data and the same with gamma = 0 as baseline (with"
                    + " many classes also one with balanced class weights), compares them on held-out rows, and saves"
                    + " the fitted pipeline of the focal one. The table goes to stdout, progress to stderr.",
            ""
        },
        optionListHeading = "Options:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Done: model, metrics and report are written.",
            "1:Unexpected failure; nothing is written.",
            "2:Arguments, configuration or input are invalid; nothing is written.",
            "3:The model is written, but another result is missing; stderr names it and the reason."
        },
        footer = {
            "",
            "Example:",
            "  spark-submit --class org.focalspark.app.TrainApp focalspark_<scala>-<version>-app.jar \\",
            "    --conf-file conf/birdstrikes.conf --set estimator.gamma=1 --overwrite"
        })
public final class TrainApp implements Callable<Integer> {
    private static final String APP_NAME = "focalspark";

    private final PrintWriter out;
    private final PrintWriter err;

    @Option(
            names = "--conf-file",
            paramLabel = "FILE",
            description = "What to do, in HOCON; conf/birdstrikes.conf shows all keys, conf/shuttle.conf those of"
                    + " many classes. Required.")
    private Optional<Path> confFile = Optional.empty();

    @Option(names = "--input", paramLabel = "PATH", description = "Data to read; overrides input.path.")
    private Optional<String> input = Optional.empty();

    @Option(
            names = "--model-out",
            paramLabel = "PATH",
            description = "Folder for the fitted PipelineModel; overrides output.model.")
    private Optional<String> modelOut = Optional.empty();

    @Option(
            names = "--metrics-out",
            paramLabel = "PATH",
            description = "JSON file for the metrics; overrides output.metrics.")
    private Optional<String> metricsOut = Optional.empty();

    @Option(
            names = "--report-out",
            paramLabel = "PATH",
            description = "HTML file for the report; overrides output.report. Default: beside the metrics.")
    private Optional<String> reportOut = Optional.empty();

    @Option(
            names = "--model-export",
            paramLabel = "FORMAT=PATH",
            description =
                    "File for the linear stage in another format, onnx or pmml, such as onnx=model.onnx; overrides"
                            + " model-export.onnx and model-export.pmml; may be repeated.")
    private Map<String, String> modelExports = new LinkedHashMap<>();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Override any key of the configuration, such as estimator.gamma=1; may be repeated.")
    private List<String> assignments = new ArrayList<>();

    @Option(names = "--overwrite", description = "Replace results that exist; sets output.overwrite.")
    private boolean overwrite;

    @Option(names = "--stacktrace", description = "If the job fails, print where.")
    private boolean stacktrace;

    private Secrets secrets = Secrets.NONE;

    private TrainApp(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Runs the application. Ends the JVM with the exit code if it is not 0, and returns otherwise: in cluster mode,
     * YARN treats every System.exit as a failure, even with exit code 0.
     *
     * @param args command line, see {@code --help}
     * @throws IllegalStateException if the application fails and the JVM belongs to the caller, which already has a
     *     Spark session, as in a Databricks job
     */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        boolean guest = SparkSession.getDefaultSession().isDefined();
        int exitCode = commandLine(out, err).execute(args);
        if (exitCode == FailureReport.DONE) {
            return;
        }
        if (guest) {
            throw new IllegalStateException(
                    "The training job has failed with exit code " + exitCode + "; stderr says why.");
        }
        System.exit(exitCode);
    }

    /** Creates the command with its output streams. */
    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        TrainApp app = new TrainApp(out, err);
        return new CommandLine(app)
                .setOut(out)
                .setErr(err)
                .setOverwrittenOptionsAllowed(true)
                .setParameterExceptionHandler((failure, args) -> {
                    String sentence = Secrets.of(List.of(args)).masked(FailureMessage.firstLine(failure));
                    err.println("Error: " + sentence + " (--help shows all options)");
                    return FailureReport.INVALID;
                })
                .setExecutionExceptionHandler((failure, command, parsed) ->
                        new FailureReport(err, app.stacktrace, app.secrets).report(failure));
    }

    @Override
    public Integer call() throws IOException {
        JobConfig config = config();
        boolean foreign = SparkSession.getDefaultSession().isDefined();
        if (!foreign && !new SparkConf().contains("spark.master")) {
            throw new InvalidJobException("No Spark master is set: start the job with spark-submit or ./mvnw -Prun.");
        }
        SparkSession spark = SparkSession.builder().appName(APP_NAME).getOrCreate();
        Closeable masked = maskedLog();
        try {
            TrainJob job = new TrainJob(spark, config);
            print(job.run(), job.missing());
            return job.missing().isEmpty() ? FailureReport.DONE : FailureReport.INCOMPLETE;
        } finally {
            masked.close();
            if (!foreign) {
                spark.stop();
            }
        }
    }

    /** Loads the configuration and registers its secrets before anything can log them. */
    private JobConfig config() {
        secrets = Secrets.of(assignments);
        ConfigObject resolved = ConfigLoader.load(
                confFile.orElseThrow(
                        () -> new InvalidJobException("Option --conf-file is missing (--help shows all options).")),
                overrides());
        secrets = Secrets.of(resolved);
        return JobConfig.of(resolved);
    }

    /** Masks the log, unless the caller's session uses another logging backend. */
    private Closeable maskedLog() {
        try {
            return MaskedLog.by(text -> secrets.masked(text));
        } catch (LinkageError e) {
            return () -> {};
        }
    }

    /** Returns the overrides by key. --set takes precedence over other options. */
    private Map<String, String> overrides() {
        Map<String, String> overrides = new LinkedHashMap<>();
        input.ifPresent(path -> overrides.put("input.path", path));
        modelOut.ifPresent(path -> overrides.put("output.model", path));
        metricsOut.ifPresent(path -> overrides.put("output.metrics", path));
        modelExports.forEach((format, path) -> overrides.put("model-export." + format, path));
        reportOut.ifPresent(path -> overrides.put("output.report", path));
        if (overwrite) {
            overrides.put("output.overwrite", "true");
        }
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                throw new InvalidJobException("--set needs KEY=VALUE, but was '" + assignment + "'.");
            }
            overrides.put(
                    assignment.substring(0, equals).strip(),
                    assignment.substring(equals + 1).strip());
        }
        return overrides;
    }

    private void print(JobOutcome outcome, List<String> missing) {
        StringWriter text = new StringWriter();
        print(outcome, new PrintWriter(text, true));
        out.print(secrets.masked(text.toString()));
        out.flush();
        missing.forEach(sentence -> err.println("Error: " + secrets.masked(sentence)));
        err.flush();
    }

    private static void print(JobOutcome outcome, PrintWriter out) {
        out.println();
        outcome.label().remark().ifPresent(out::println);
        out.print(ComparisonTable.render(outcome.models()));
        out.println("The baseline is fitted first and pays for warming up the JVM.");
        out.println();
        out.println("Held-out rows scored by the saved model, loaded again; equal to the fitted one bit by bit:");
        out.print(HeldOutSample.of(outcome.label()).table(outcome.proof().scores()));
        out.println();
        JobConfig.ModelExport export = outcome.config().modelExport();
        export.onnx().ifPresent(path -> out.println("Its linear stage as ONNX in " + path + "."));
        export.pmml().ifPresent(path -> out.println("Its linear stage as PMML in " + path + "."));
        out.printf(
                Locale.ROOT,
                "Model in %s, metrics in %s, report in %s (%.0f s).%n",
                outcome.config().output().model(),
                outcome.config().output().metrics(),
                outcome.config().output().report(),
                outcome.seconds());
    }
}
