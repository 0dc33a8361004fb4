package org.focalspark.app;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;

/** The results of a job: written as drafts beside their places, and moved there together at the very end. */
final class Publication implements AutoCloseable {
    private final OutputPath model;
    private final OutputPath metrics;

    private Publication(OutputPath model, OutputPath metrics) {
        this.model = model;
        this.metrics = metrics;
    }

    /**
     * Checks the places; nothing is written yet.
     *
     * @throws InvalidJobException if something is there that must not be replaced
     */
    static Publication prepare(JobConfig config, Configuration hadoop) throws IOException {
        OutputPath model = OutputPath.of(config.output().model(), hadoop);
        OutputPath metrics = OutputPath.of(config.output().metrics(), hadoop);
        boolean overwrite = config.output().overwrite();
        if (model.covers(metrics) || metrics.covers(model)) {
            throw new InvalidJobException(
                    String.format("Model '%s' and metrics '%s' must not contain each other.", model, metrics));
        }
        config.input().path().ifPresent(path -> refuseInput(OutputPath.of(path, hadoop), model, metrics));
        if (config.split() instanceof JobConfig.Split.SecondInput second) {
            second.test().path().ifPresent(path -> refuseInput(OutputPath.of(path, hadoop), model, metrics));
        }
        refuseExisting(model, "--model-out", overwrite);
        refuseExisting(metrics, "--metrics-out", overwrite);
        if (model.exists() && !model.isSavedModel()) {
            throw new InvalidJobException(
                    String.format("'%s' exists and is not a saved model, so --overwrite does not replace it.", model));
        }
        if (metrics.isFolder()) {
            throw new InvalidJobException(String.format("'%s' is a folder, but the metrics need a file.", metrics));
        }
        model.checkWritable();
        metrics.checkWritable();
        return new Publication(model, metrics);
    }

    private static void refuseInput(OutputPath input, OutputPath... outputs) {
        for (OutputPath output : outputs) {
            if (output.covers(input) || input.covers(output)) {
                throw new InvalidJobException(
                        String.format("Output '%s' must not overlap the input '%s'.", output, input));
            }
        }
    }

    private static void refuseExisting(OutputPath output, String option, boolean overwrite) throws IOException {
        if (output.exists() && !overwrite) {
            throw new InvalidJobException(String.format(
                    "Output '%s' exists already. Choose another with %s, or replace it with --overwrite.",
                    output, option));
        }
    }

    /** Where to save the model for now. */
    String modelDraft() throws IOException {
        return model.replacement().draft().toString();
    }

    void writeMetrics(String json) throws IOException {
        try (OutputStream stream = metrics.files().create(metrics.replacement().draft())) {
            stream.write(json.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Moves both to their places, or neither. */
    void publish() throws IOException {
        boolean done = false;
        try {
            model.replacement().moveIn();
            metrics.replacement().moveIn();
            done = true;
        } finally {
            if (!done) {
                model.replacement().moveBack();
                metrics.replacement().moveBack();
            }
        }
        model.replacement().discardPrevious();
        metrics.replacement().discardPrevious();
    }

    @Override
    public void close() throws IOException {
        model.replacement().close();
        metrics.replacement().close();
    }
}
