package org.focalspark.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.focalspark.app.config.InvalidJobException;
import org.focalspark.app.config.JobConfig;
import org.focalspark.app.text.FailureMessage;
import org.focalspark.storage.Replacement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Results of a job. They are written as drafts beside their destinations and moved together at the end of the job. If a
 * result other than the model cannot be written, the others are still published, and {@link #missing()} returns the
 * reason.
 */
final class Publication implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);
    private static final String EXPORT_OPTION = "--model-export";

    private final Result model;
    private final Result metrics;
    private final Result report;
    private final Optional<Result> onnx;
    private final Optional<Result> pmml;
    private final List<Result> all;
    private final Map<Result, String> missing = new LinkedHashMap<>();

    /**
     * A result of the job.
     *
     * @param name name for messages
     * @param option command-line option that sets another path
     */
    private record Result(String name, String option, OutputPath path) {
        /** Returns "model 'target/model'", for example. */
        private String shown() {
            return name + " '" + path + "'";
        }
    }

    private Publication(Result model, Result metrics, Result report, Optional<Result> onnx, Optional<Result> pmml) {
        this.model = model;
        this.metrics = metrics;
        this.report = report;
        this.onnx = onnx;
        this.pmml = pmml;
        this.all = Stream.of(Optional.of(model), Optional.of(metrics), Optional.of(report), onnx, pmml)
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Checks the destinations. Nothing is written yet.
     *
     * @throws InvalidJobException if a destination exists and must not be replaced
     */
    static Publication prepare(JobConfig config, Configuration hadoop) throws IOException {
        JobConfig.Output output = config.output();
        JobConfig.ModelExport export = config.modelExport();
        Publication publication = new Publication(
                new Result("model", "--model-out", OutputPath.of(output.model(), hadoop)),
                new Result("metrics", "--metrics-out", OutputPath.of(output.metrics(), hadoop)),
                new Result("report", "--report-out", OutputPath.of(output.report(), hadoop)),
                export.onnx().map(path -> new Result("ONNX model", EXPORT_OPTION, OutputPath.of(path, hadoop))),
                export.pmml().map(path -> new Result("PMML document", EXPORT_OPTION, OutputPath.of(path, hadoop))));
        publication.refuseOverlaps();
        config.input().path().ifPresent(path -> publication.refuseInput(OutputPath.of(path, hadoop)));
        if (config.split() instanceof JobConfig.Split.SecondInput second) {
            second.test().path().ifPresent(path -> publication.refuseInput(OutputPath.of(path, hadoop)));
        }
        publication.each(Replacement::recover);
        publication.checkPlaces(output.overwrite());
        return publication;
    }

    private void refuseOverlaps() {
        for (int i = 0; i < all.size(); i++) {
            for (Result other : all.subList(i + 1, all.size())) {
                OutputPath path = all.get(i).path();
                if (path.covers(other.path()) || other.path().covers(path)) {
                    throw new InvalidJobException(String.format(
                            "%s and %s must not contain each other.",
                            capitalized(all.get(i).shown()), other.shown()));
                }
            }
        }
    }

    private void refuseInput(OutputPath input) {
        for (Result output : all) {
            if (output.path().covers(input) || input.covers(output.path())) {
                throw new InvalidJobException(
                        String.format("Output '%s' must not overlap the input '%s'.", output.path(), input));
            }
        }
    }

    private void checkPlaces(boolean overwrite) throws IOException {
        for (Result output : all) {
            if (output.path().exists() && !overwrite) {
                throw new InvalidJobException(String.format(
                        "Output '%s' exists already. Choose another with %s, or replace it with --overwrite.",
                        output.path(), output.option()));
            }
        }
        if (model.path().exists() && !model.path().isSavedModel()) {
            throw new InvalidJobException(String.format(
                    "'%s' exists and is not a saved model, so --overwrite does not replace it.", model.path()));
        }
        for (Result file : all.subList(1, all.size())) {
            if (file.path().isFolder()) {
                throw new InvalidJobException(String.format(
                        "'%s' is a folder, but the %s need%s a file.",
                        file.path(), file.name(), file.name().endsWith("s") ? "" : "s"));
            }
        }
        for (Result output : all) {
            output.path().checkWritable();
        }
    }

    /** Returns the path of the draft of the model. */
    String modelDraft() throws IOException {
        return model.path().replacement().draft().toString();
    }

    /**
     * Creates the content of an optional result. Its failure does not stop the job, since training may have taken
     * hours.
     */
    interface Content {
        byte[] bytes() throws IOException;
    }

    void writeMetrics(Supplier<String> json) {
        write(metrics, () -> json.get().getBytes(StandardCharsets.UTF_8));
    }

    void writeReport(Supplier<String> html) {
        write(report, () -> html.get().getBytes(StandardCharsets.UTF_8));
    }

    /** Writes the file. Call it only if the configuration has a path for it. */
    void writeOnnx(Content content) {
        write(onnx.orElseThrow(), content);
    }

    /** Writes the file. Call it only if the configuration has a path for it. */
    void writePmml(Content content) {
        write(pmml.orElseThrow(), content);
    }

    /** Returns one sentence for each result that could not be written. */
    List<String> missing() {
        return List.copyOf(missing.values());
    }

    private void write(Result result, Content content) {
        try {
            result.path().replacement().write(content.bytes());
        } catch (IOException | RuntimeException | StackOverflowError | LinkageError e) {
            LOG.debug("{} is missing", result.shown(), e);
            missing.put(
                    result,
                    String.format(
                            "%s is missing: %s%s",
                            capitalized(result.shown()), FailureMessage.firstLine(e), earlier(result.path())));
        }
    }

    private static String earlier(OutputPath path) {
        try {
            return path.exists() ? " The existing file is from an earlier job." : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static String capitalized(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** Moves all results, except the missing ones, to their destinations; if a move fails, moves none. */
    void publish() throws IOException {
        try {
            for (Result output : all) {
                if (!missing.containsKey(output)) {
                    output.path().replacement().moveIn();
                }
            }
        } catch (IOException | RuntimeException e) {
            try {
                each(Replacement::moveBack);
            } catch (IOException notBack) {
                e.addSuppressed(notBack);
            }
            throw e;
        }
        each(Replacement::discardPrevious);
    }

    @Override
    public void close() throws IOException {
        each(Replacement::close);
    }

    /** An operation on one of the results. */
    private interface Step {
        void of(Replacement replacement) throws IOException;
    }

    /** Applies a step to all results, even if it fails for some, and then throws the first failure. */
    private void each(Step step) throws IOException {
        @Nullable IOException first = null;
        for (Result output : all) {
            try {
                step.of(output.path().replacement());
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
