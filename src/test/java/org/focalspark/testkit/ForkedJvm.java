package org.focalspark.testkit;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A main class in a JVM of its own, on the class path and with the options of this one: for what needs another Spark than the
 * shared session, which is never stopped.
 */
public final class ForkedJvm {
    private final Class<?> program;
    private final Path folder;
    private final ProcessBuilder process = new ProcessBuilder();

    /**
     * Prepares the JVM.
     *
     * @param program has the main method; what it prints are its results
     * @param folder for its output and whatever it writes
     */
    public ForkedJvm(Class<?> program, Path folder) {
        this.program = program;
        this.folder = folder;
        process.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    }

    /** Sets a variable of the environment. */
    public ForkedJvm with(String variable, String value) {
        process.environment().put(variable, value);
        return this;
    }

    /**
     * Runs the program.
     *
     * @param memory largest heap, as -Xmx has it
     * @param limit when to give up
     * @return the lines on stdout
     * @throws AssertionError with all output if the program fails or takes too long
     */
    public List<String> run(String memory, Duration limit) throws IOException, InterruptedException {
        File out = folder.resolve("stdout").toFile();
        File err = folder.resolve("stderr").toFile();
        Process running = process.command(command(memory))
                .redirectOutput(out)
                .redirectError(err)
                .start();
        try {
            if (!running.waitFor(limit.toSeconds(), TimeUnit.SECONDS) || running.exitValue() != 0) {
                throw new AssertionError(program.getName() + " has failed, or has not ended within " + limit + ":\n"
                        + Files.readString(out.toPath()) + Files.readString(err.toPath()));
            }
            return Files.readAllLines(out.toPath());
        } finally {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly();
        }
    }

    private List<String> command(String memory) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.matches("-(Xmx|javaagent|agentlib|D).*"))
                .forEach(command::add);
        command.addAll(List.of(
                "-Xmx" + memory,
                "-Dfile.encoding=UTF-8",
                "-Duser.timezone=UTC",
                "-Djdk.reflect.useDirectMethodHandle=false",
                "-Dlog4j2.configurationFile=log4j2-test.properties",
                "-Djava.io.tmpdir=" + folder,
                "-classpath",
                System.getProperty("java.class.path"),
                program.getName()));
        return command;
    }
}
