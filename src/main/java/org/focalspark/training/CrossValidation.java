package org.focalspark.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.focalspark.loss.ClassWeights;

/** Candidates over the folds of a dataset: trained in lockstep over one copy of the data, and scored on it. */
public final class CrossValidation {
    private CrossValidation() {}

    /**
     * Makes empty sums that know how to score the margins of a model.
     *
     * @param <S> sums of a metric
     */
    @FunctionalInterface
    public interface Scorer<S extends ScoreSums<S>> {
        /**
         * Makes sums over no rows.
         *
         * @param candidate index of the candidate
         * @param result what its fit has found
         * @return sums of their own
         */
        S of(int candidate, TrainingResult result);
    }

    /**
     * A candidate with one fold held out.
     *
     * @param <S> sums of a metric
     * @param attempt how the fit went
     * @param sums sums over the held-out rows, if it did not fail
     */
    public record HeldOut<S extends ScoreSums<S>>(Attempt attempt, Optional<S> sums) {}

    /**
     * Trains and scores. A SparkException says so if the data change between passes, or if a fold has no rows.
     *
     * @param <S> sums of a metric
     * @param dataset input
     * @param specs candidates; the same columns in all of them
     * @param folds how the rows are split
     * @param warmStarts whether every other candidate starts from the one before it, once that is found
     * @param scorer makes the sums of a candidate's metric
     * @return by candidate, then by fold
     */
    public static <S extends ScoreSums<S>> List<List<HeldOut<S>>> run(
            Dataset<?> dataset, List<TrainingSpec> specs, Folds folds, boolean warmStarts, Scorer<S> scorer) {
        return Training.withBlocks(dataset, specs.get(0), Optional.of(folds), input -> {
            requireRows(input, folds);
            int[] heldOut = folds.heldOut();
            List<List<Attempt>> attempts = new Grid(input, specs, warmStarts).fit(heldOut);
            return score(input, heldOut, attempts, scorer);
        });
    }

    /** In the words of MLUtils.kFold. */
    private static void requireRows(BlockedInput input, Folds folds) {
        FoldStatistics statistics = input.statistics(ClassWeights.equal());
        for (int fold : folds.heldOut()) {
            if (statistics.without(BlockPasses.NONE).numRows() > 0 && statistics.numRows(fold) == 0) {
                throw SparkFailure.of(String.format("The validation data at fold %d is empty.", fold));
            }
        }
    }

    private static <S extends ScoreSums<S>> List<List<HeldOut<S>>> score(
            BlockedInput input, int[] heldOut, List<List<Attempt>> attempts, Scorer<S> scorer) {
        ScorePass<S> pass = new ScorePass<>();
        int[][] places = new int[attempts.size()][heldOut.length];
        for (int c = 0; c < attempts.size(); c++) {
            for (int f = 0; f < heldOut.length; f++) {
                Optional<TrainingResult> result = attempts.get(c).get(f).result();
                places[c][f] = result.isEmpty() ? -1 : pass.add(heldOut[f], result.get(), scorer.of(c, result.get()));
            }
        }
        List<S> sums = pass.run(input.placed());
        List<List<HeldOut<S>>> all = new ArrayList<>();
        for (int c = 0; c < attempts.size(); c++) {
            List<HeldOut<S>> ofCandidate = new ArrayList<>();
            for (int f = 0; f < heldOut.length; f++) {
                Optional<S> own = places[c][f] < 0 ? Optional.empty() : Optional.of(sums.get(places[c][f]));
                ofCandidate.add(new HeldOut<>(attempts.get(c).get(f), own));
            }
            all.add(ofCandidate);
        }
        return all;
    }
}
