package org.focalspark.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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
     * Trains. A SparkException says so if the data change between passes, or if a fold has no rows.
     *
     * @param dataset input
     * @param specs candidates; the same columns in all of them
     * @param folds how the rows are split
     * @param warmStarts whether every other candidate starts from the one before it, once that is found
     * @return how each fit went, by candidate, then by fold
     * @throws IllegalArgumentException if the data cannot be trained on
     */
    public static List<List<Attempt>> fit(
            Dataset<?> dataset, List<TrainingSpec> specs, Folds folds, boolean warmStarts) {
        return Training.withBlocks(
                dataset, specs.get(0), Optional.of(folds), input -> fit(input, specs, folds, warmStarts));
    }

    private static List<List<Attempt>> fit(
            BlockedInput input, List<TrainingSpec> specs, Folds folds, boolean warmStarts) {
        FoldStatistics statistics = input.statistics(specs.get(0).classWeights().orElse(ClassWeights.equal()));
        // All rows: a bad one in one fold would else be found only after that fold's fits.
        new InputChecks(statistics.without(BlockPasses.NONE), specs.get(0).columns()).check();
        for (int fold : folds.heldOut()) {
            if (statistics.numRows(fold) == 0) { // in the words of MLUtils.kFold
                throw SparkFailure.of(String.format("The validation data at fold %d is empty.", fold));
            }
        }
        return new Grid(input, specs, warmStarts).fit(folds.heldOut());
    }

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
     * @throws IllegalArgumentException if the data cannot be trained on
     */
    public static <S extends ScoreSums<S>> List<List<HeldOut<S>>> run(
            Dataset<?> dataset, List<TrainingSpec> specs, Folds folds, boolean warmStarts, Scorer<S> scorer) {
        return Training.withBlocks(dataset, specs.get(0), Optional.of(folds), input -> {
            List<List<Attempt>> attempts = fit(input, specs, folds, warmStarts);
            return score(input, specs.get(0).execution(), folds.heldOut(), attempts, scorer);
        });
    }

    private static <S extends ScoreSums<S>> List<List<HeldOut<S>>> score(
            BlockedInput input,
            TrainingSpec.Execution execution,
            int[] heldOut,
            List<List<Attempt>> attempts,
            Scorer<S> scorer) {
        ScorePass<S> pass = new ScorePass<>();
        List<List<Supplier<HeldOut<S>>>> outcomes = new ArrayList<>();
        List<S> sums = new ArrayList<>();
        for (int c = 0; c < attempts.size(); c++) {
            List<Supplier<HeldOut<S>>> ofCandidate = new ArrayList<>();
            for (int f = 0; f < heldOut.length; f++) {
                Attempt attempt = attempts.get(c).get(f);
                ofCandidate.add(outcome(pass, heldOut[f], c, attempt, scorer, sums));
            }
            outcomes.add(ofCandidate);
        }
        sums.addAll(pass.run(input, execution));
        return outcomes.stream()
                .map(folds -> folds.stream().map(Supplier::get).toList())
                .toList();
    }

    /** What becomes of a fit, once the sums of all are there. */
    private static <S extends ScoreSums<S>> Supplier<HeldOut<S>> outcome(
            ScorePass<S> pass, int fold, int candidate, Attempt attempt, Scorer<S> scorer, List<S> sums) {
        if (attempt.result().isEmpty()) {
            return () -> new HeldOut<S>(attempt, Optional.empty());
        }
        try {
            TrainingResult result = attempt.result().get();
            int place = pass.add(fold, result, scorer.of(candidate, result));
            return () -> new HeldOut<>(attempt, Optional.of(sums.get(place)));
        } catch (IllegalArgumentException e) { // a fold without a class, say, is one candidate's affair
            Attempt failed = new Attempt(Optional.empty(), Optional.of(e), attempt.passes(), attempt.seconds());
            return () -> new HeldOut<S>(failed, Optional.empty());
        }
    }
}
