package org.focalspark.training;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.focalspark.objective.KernelChoice;
import org.focalspark.training.input.BlockedInput;
import org.focalspark.training.input.Folds;
import org.focalspark.training.job.BlockPasses;
import org.focalspark.training.job.JobScope;

/** Fits models to a dataset: scan, checks, start point, minimization, conversion to the original scale. */
public final class Training {
    private Training() {}

    /**
     * Fits a model. Throws a SparkException if the data change between passes or the objective is not finite.
     *
     * @param dataset input
     * @param spec settings of the fit
     * @return result of the fit
     * @throws IllegalArgumentException if the data cannot be trained on
     */
    public static TrainingResult fit(Dataset<?> dataset, TrainingSpec spec) {
        return withBlocks(dataset, spec, Optional.empty(), input -> {
            KernelChoice kernel = KernelChoice.ofThisJvm();
            Progress progress = new Progress(spec.uid());
            Fit fit = Fit.of(spec, input, BlockPasses.NONE);
            progress.scanned(fit.statistics(), input.blocks().getNumPartitions(), kernel);
            BlockPasses passes = passes(input, spec, kernel);
            return fit.minimize(request -> passes.evaluate(List.of(request)).get(0), progress);
        });
    }

    /**
     * Fits several models to the same rows, in lockstep: one scan, one copy of the data, and one job per step for all
     * of them. Throws a SparkException if the data change between passes.
     *
     * @param dataset input
     * @param specs settings of the fits; the same columns in all of them
     * @param warmStarts whether every other model starts from the solution of the previous one
     * @return outcome of each fit, in order
     */
    public static List<Attempt> fitAll(Dataset<?> dataset, List<TrainingSpec> specs, boolean warmStarts) {
        if (specs.isEmpty()) {
            return List.of();
        }
        return withBlocks(
                dataset,
                specs.get(0),
                Optional.empty(),
                input -> new Grid(input, specs, warmStarts)
                        .fit(new int[] {BlockPasses.NONE}).stream()
                                .map(folds -> folds.get(0))
                                .toList());
    }

    /** Function that uses blocks while they are cached. */
    @FunctionalInterface
    interface BlockWork<T> {
        T of(BlockedInput input);
    }

    static <T> T withBlocks(Dataset<?> dataset, TrainingSpec spec, Optional<Folds> folds, BlockWork<T> work) {
        String name = spec.uid() + ": training blocks";
        Supplier<T> fit = () -> {
            try (BlockedInput input = BlockedInput.of(dataset, spec.columns(), folds, spec.execution(), name)) {
                return work.of(input);
            }
        };
        // Include the planning of the input: with adaptive execution it may run shuffles.
        return JobScope.call(dataset.sparkSession().sparkContext(), spec.uid(), fit);
    }

    static BlockPasses passes(BlockedInput input, TrainingSpec spec, KernelChoice kernel) {
        return new BlockPasses(input, kernel.kernel(), spec.execution());
    }
}
