package org.focalspark.training.input;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.util.random.BernoulliCellSampler;

/**
 * Fold of each row. Spark's sampler draws the folds, so they equal those of Spark's CrossValidator and
 * TrainValidationSplit for the same partitions and seed.
 */
final class RowFolds implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] bounds;
    private final long[] seeds;
    private final boolean given;
    private final boolean ignores;
    private final double ignoredLabel;

    private RowFolds(double[] bounds, long[] seeds, boolean given, OptionalDouble ignoreLabel) {
        this.bounds = bounds;
        this.seeds = seeds;
        this.given = given;
        this.ignores = ignoreLabel.isPresent();
        this.ignoredLabel = ignoreLabel.orElse(Double.NaN);
    }

    /** Creates the folds of the rows of all partitions. */
    static RowFolds of(Folds folds, int numPartitions, OptionalDouble ignoreLabel) {
        return new RowFolds(
                bounds(folds), seeds(folds, numPartitions), folds.foldCol().isPresent(), ignoreLabel);
    }

    /** Bounds of the draws, as in MLUtils.kFold, which computes them in float, or as in Dataset.randomSplit. */
    private static double[] bounds(Folds folds) {
        if (folds.trainRatio().isPresent()) {
            double ratio = folds.trainRatio().getAsDouble();
            double sum = ratio + (1.0 - ratio);
            return new double[] {0.0, ratio / sum, ratio / sum + (1.0 - ratio) / sum};
        }
        double[] bounds = new double[folds.numFolds() + 1];
        for (int f = 0; f < bounds.length; f++) {
            bounds[f] = f / (float) folds.numFolds();
        }
        return bounds;
    }

    /**
     * Seeds of the partitions: drawn as in PartitionwiseSampledRDD, or seed + index as in RDD.randomSampleWithRange.
     */
    private static long[] seeds(Folds folds, int numPartitions) {
        Random random = new Random(folds.seed());
        long[] seeds = new long[numPartitions];
        for (int p = 0; p < numPartitions; p++) {
            seeds[p] = folds.trainRatio().isPresent() ? folds.seed() + p : random.nextLong();
        }
        return seeds;
    }

    int numParts() {
        return bounds.length - 1;
    }

    /** Returns the folds of the rows of a partition, to be called once per row, in order. */
    OfPartition ofPartition(int partition) {
        return new OfPartition(partition);
    }

    /** Folds of the rows of a partition. Not thread-safe. */
    final class OfPartition {
        private final List<BernoulliCellSampler<Object>> samplers = new ArrayList<>();

        private OfPartition(int partition) {
            for (int f = 0; f + 1 < bounds.length && !given; f++) {
                BernoulliCellSampler<Object> sampler = new BernoulliCellSampler<>(bounds[f], bounds[f + 1], false);
                sampler.setSeed(seeds[partition]);
                samplers.add(sampler);
            }
        }

        /** Number of the fold of the next row, negative if the row is ignored. */
        int next(Row row) {
            int fold = given ? row.getInt(row.length() - 1) : draw();
            return ignores && LabelReader.number(row, InputColumns.LABEL) == ignoredLabel ? -1 : fold;
        }

        /** Draws the fold: all samplers draw the same number, and one of them has it in its cell. */
        private int draw() {
            int fold = -1;
            for (int f = 0; f < samplers.size(); f++) {
                if (samplers.get(f).sample() > 0) {
                    fold = f;
                }
            }
            return fold;
        }
    }
}
