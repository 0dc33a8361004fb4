package org.focalspark.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.loss.ClassWeights;
import org.focalspark.objective.Fingerprint;
import org.focalspark.training.input.BlockedInput;
import org.focalspark.training.input.FoldStatistics;
import org.focalspark.training.input.FoldedRows;
import org.focalspark.training.input.Folds;
import org.focalspark.training.input.InputChecks;
import org.focalspark.training.job.BlockPasses;
import org.focalspark.training.job.Execution;

/**
 * Cross-validation: fits candidates on all folds in lockstep over one copy of the data, and scores them on the held-out
 * sets.
 */
public final class CrossValidation {
    private CrossValidation() {}

    /**
     * Factory of empty sums that score the margins of a model.
     *
     * @param <S> sums of a metric
     */
    @FunctionalInterface
    public interface Scorer<S extends ScoreSums<S>> {
        /**
         * Creates empty sums.
         *
         * @param candidate index of the candidate
         * @param result result of its fit
         * @return new sums
         */
        S of(int candidate, TrainingResult result);
    }

    /**
     * A candidate with one fold held out.
     *
     * @param <S> sums of a metric
     * @param attempt outcome of the fit
     * @param sums sums over the held-out rows; empty after a failure
     */
    public record HeldOut<S extends ScoreSums<S>>(Attempt attempt, Optional<S> sums) {}

    /**
     * Fits, with digests to verify that the fits did not use the held-out rows.
     *
     * @param attempts outcome of each fit, by candidate, then by fold
     * @param rows digest of the rows of each fold in the scan
     * @param spec columns and settings of the fits
     */
    public record Fitted(List<List<Attempt>> attempts, Map<Integer, Fingerprint> rows, TrainingSpec spec) {

        /**
         * Throws a SparkException if the rows of a fold differ from those of the scan. Reads the rows.
         *
         * <p>Spark recomputes rows that were lost with an executor, possibly in another order, and other folds are then
         * drawn.
         *
         * @param part number of the part
         * @param heldOut its rows
         */
        public void requireSameRows(int part, Dataset<Row> heldOut) {
            BlockPasses.requireSameRows(
                    rows.getOrDefault(part, new Fingerprint()),
                    BlockedInput.fingerprint(heldOut, spec.columns(), spec.execution()));
        }
    }

    /**
     * Fits all candidates on all folds. Throws a SparkException if the data change between passes or a fold has no
     * rows.
     *
     * @param rows input
     * @param specs candidates; the same columns in all of them
     * @param warmStarts whether every other candidate starts from the solution of the previous one
     * @return outcome of each fit
     * @throws IllegalArgumentException if the training set is invalid
     */
    public static Fitted fit(FoldedRows rows, List<TrainingSpec> specs, boolean warmStarts) {
        return Training.withBlocks(rows.rows(), specs.get(0), Optional.of(rows.folds()), input -> {
            List<List<Attempt>> attempts = fit(input, specs, rows.folds(), warmStarts);
            Map<Integer, Fingerprint> seen = new HashMap<>();
            for (int part : rows.heldOut()) {
                seen.put(part, input.rowsOf(part));
            }
            return new Fitted(attempts, seen, specs.get(0));
        });
    }

    private static List<List<Attempt>> fit(
            BlockedInput input, List<TrainingSpec> specs, Folds folds, boolean warmStarts) {
        FoldStatistics statistics = input.statistics(specs.get(0).classWeights().orElse(ClassWeights.equal()));
        // Check all rows first: an invalid row would otherwise be found only after some of the fits.
        new InputChecks(statistics.without(BlockPasses.NONE), specs.get(0).columns()).check();
        for (int fold : folds.heldOut()) {
            if (statistics.rows(fold).numRows() == 0) {
                throw FoldedRows.empty(fold);
            }
        }
        return new Grid(input, specs, warmStarts).fit(folds.heldOut());
    }

    /**
     * Fits and scores all candidates on all folds. Throws a SparkException if the data change between passes or a fold
     * has no rows.
     *
     * @param <S> sums of a metric
     * @param dataset input
     * @param specs candidates; the same columns in all of them
     * @param folds how the rows are split
     * @param warmStarts whether every other candidate starts from the solution of the previous one
     * @param scorer computes the sums of a candidate's metric
     * @return outcomes by candidate, then by fold
     * @throws IllegalArgumentException if the training set is invalid
     */
    public static <S extends ScoreSums<S>> List<List<HeldOut<S>>> run(
            Dataset<?> dataset, List<TrainingSpec> specs, Folds folds, boolean warmStarts, Scorer<S> scorer) {
        return Training.withBlocks(dataset, specs.get(0), Optional.of(folds), input -> {
            List<List<Attempt>> attempts = fit(input, specs, folds, warmStarts);
            return score(input, specs.get(0).execution(), folds.heldOut(), attempts, scorer);
        });
    }

    /**
     * Fits and scores all candidates on rows whose folds are already drawn.
     *
     * @param <S> sums of a metric
     * @param rows input
     * @param specs candidates; the same columns in all of them
     * @param warmStarts whether every other candidate starts from the solution of the previous one
     * @param scorer computes the sums of a candidate's metric
     * @return outcomes by candidate, then by fold
     * @throws IllegalArgumentException if the training set is invalid
     */
    public static <S extends ScoreSums<S>> List<List<HeldOut<S>>> run(
            FoldedRows rows, List<TrainingSpec> specs, boolean warmStarts, Scorer<S> scorer) {
        return run(rows.rows(), specs, rows.folds(), warmStarts, scorer);
    }

    private static <S extends ScoreSums<S>> List<List<HeldOut<S>>> score(
            BlockedInput input, Execution execution, int[] heldOut, List<List<Attempt>> attempts, Scorer<S> scorer) {
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

    /** Returns the outcome of a fit, available after the sums of all fits are computed. */
    private static <S extends ScoreSums<S>> Supplier<HeldOut<S>> outcome(
            ScorePass<S> pass, int fold, int candidate, Attempt attempt, Scorer<S> scorer, List<S> sums) {
        if (attempt.result().isEmpty()) {
            return () -> new HeldOut<S>(attempt, Optional.empty());
        }
        try {
            TrainingResult result = attempt.result().get();
            int place = pass.add(fold, result, scorer.of(candidate, result));
            return () -> new HeldOut<>(attempt, Optional.of(sums.get(place)));
        } catch (IllegalArgumentException e) { // for example a fold without a class: only this candidate fails
            Attempt failed = new Attempt(Optional.empty(), Optional.of(e), attempt.passes(), attempt.seconds());
            return () -> new HeldOut<S>(failed, Optional.empty());
        }
    }
}
