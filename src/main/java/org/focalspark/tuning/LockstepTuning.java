package org.focalspark.tuning;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.classification.FitPlan;
import org.focalspark.classification.FittedModels;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.classification.FocalMultilabelClassifier;
import org.focalspark.evaluation.MarginMetric;
import org.focalspark.training.Attempt;
import org.focalspark.training.CrossValidation;
import org.focalspark.training.CrossValidation.HeldOut;
import org.focalspark.training.ScoreSums;
import org.focalspark.training.TrainingSpec;
import org.focalspark.training.input.FoldedRows;
import org.focalspark.training.job.SparkFailure;

/**
 * Tunes an estimator of this library: trains the candidates together on all splits. Metrics that are sums over margins
 * are computed in the same passes. For other metrics, the models transform the held-out rows, and the evaluator reads
 * the result.
 *
 * <p>The folds are drawn in a single execution of the input. If there is one group of candidates and its metric needs
 * only margins, the scan that creates the blocks draws the folds. Otherwise the rows are drawn once and cached for all
 * groups.
 */
final class LockstepTuning {
    private final TuningTask task;
    private final List<List<FoldScore>> scores = new ArrayList<>();

    /** A candidate whose plan and metric are ready. */
    private record Ready(int candidate, FitPlan<?> plan, Optional<MarginMetric<?>> metric) {
        Group group() {
            return new Group(plan.group(), metric.isPresent());
        }

        TrainingSpec spec() {
            return plan.spec();
        }
    }

    private record Group(FitPlan.Group rows, boolean ofMargins) {}

    private LockstepTuning(TuningTask task) {
        this.task = task;
    }

    static boolean serves(Estimator<?> estimator) {
        return estimator instanceof FocalLogisticRegression || estimator instanceof FocalMultilabelClassifier;
    }

    /** Returns the scores by candidate, then by split. */
    static List<List<FoldScore>> run(TuningTask task) {
        return new LockstepTuning(task).run();
    }

    private List<List<FoldScore>> run() {
        List<Ready> all = new ArrayList<>();
        for (int c = 0; c < task.paramMaps().length; c++) {
            scores.add(new ArrayList<>());
            ready(c).ifPresent(all::add);
        }
        Map<Group, List<Integer>> groups = FitPlan.grouped(all, Ready::group);
        boolean oneScan =
                groups.size() == 1 && groups.keySet().iterator().next().ofMargins();
        if (oneScan) { // the blocks contain the folds
            measureMargins(all, Optional.empty());
        } else if (!groups.isEmpty()) {
            try (FoldedRows rows = FoldedRows.of(task.dataset(), task.folds(), columns(all))) {
                groups.forEach((group, members) ->
                        measure(rows, group, members.stream().map(all::get).toList()));
            }
        }
        return scores;
    }

    private void measure(FoldedRows rows, Group group, List<Ready> together) {
        if (group.ofMargins()) {
            measureMargins(together, Optional.of(rows));
        } else {
            measureColumns(rows, together);
        }
    }

    private Predicate<String> columns(List<Ready> all) {
        List<Params> stages = new ArrayList<>();
        all.forEach(ready -> stages.add(task.candidate(ready.candidate())));
        return ReadColumns.of(task.evaluator(), stages);
    }

    /**
     * Creates the plan of a candidate. If its params are invalid before the fit, such as a missing initial model, it
     * fails on every split.
     */
    private Optional<Ready> ready(int candidate) {
        try {
            Estimator<?> estimator = task.candidate(candidate);
            FitPlan<?> plan = FitPlan.of(estimator, task.dataset(), task.log());
            return Optional.of(
                    new Ready(candidate, plan, MarginMetrics.of(task.evaluator(), estimator, task.dataset())));
        } catch (IllegalArgumentException e) {
            int numSplits =
                    task.folds().trainRatio().isPresent() ? 1 : task.folds().numFolds();
            scores.set(candidate, Collections.nCopies(numSplits, FoldScore.failed(e, OptionalInt.of(0), 0.0)));
            return Optional.empty();
        }
    }

    /** The cast is safe because one evaluator creates all metrics. */
    @SuppressWarnings("unchecked")
    private <S extends ScoreSums<S>> void measureMargins(List<Ready> together, Optional<FoldedRows> rows) {
        List<MarginMetric<S>> metrics = together.stream()
                .map(ready -> (MarginMetric<S>) ready.metric().orElseThrow())
                .toList();
        CrossValidation.Scorer<S> scorer = (c, result) -> metrics.get(c)
                .sums()
                .apply(FittedModels.scoring(together.get(c).plan().model().apply(result)));
        List<TrainingSpec> specs = specs(together);
        List<List<HeldOut<S>>> outcomes = rows.map(
                        given -> CrossValidation.run(given, specs, task.warmStarts(), scorer))
                .orElseGet(() -> CrossValidation.run(task.dataset(), specs, task.folds(), task.warmStarts(), scorer));
        for (int c = 0; c < together.size(); c++) {
            for (HeldOut<S> outcome : outcomes.get(c)) {
                scores.get(together.get(c).candidate()).add(score(together.get(c), outcome, metrics.get(c)));
            }
        }
    }

    private <S extends ScoreSums<S>> FoldScore score(Ready ready, HeldOut<S> outcome, MarginMetric<S> metric) {
        Attempt attempt = outcome.attempt();
        if (attempt.failure().isPresent()) {
            return failed(attempt, attempt.failure().get());
        }
        try {
            return succeeded(
                    ready, attempt, metric.value().applyAsDouble(outcome.sums().orElseThrow()));
        } catch (IllegalArgumentException e) {
            return failed(attempt, e);
        }
    }

    private void measureColumns(FoldedRows rows, List<Ready> together) {
        CrossValidation.Fitted fitted = CrossValidation.fit(rows, specs(together), task.warmStarts());
        int[] parts = rows.heldOut();
        for (int i = 0; i < parts.length; i++) {
            Dataset<Row> heldOut = rows.heldOut(parts[i]).cache();
            try {
                for (int c = 0; c < together.size(); c++) {
                    Attempt attempt = fitted.attempts().get(c).get(i);
                    scores.get(together.get(c).candidate()).add(measure(together.get(c), attempt, heldOut));
                }
                fitted.requireSameRows(parts[i], heldOut);
            } finally {
                heldOut.unpersist();
            }
        }
    }

    @SuppressWarnings("CatchingUnchecked") // Scala's methods throw checked exceptions without a word
    private FoldScore measure(Ready ready, Attempt attempt, Dataset<Row> heldOut) {
        if (attempt.failure().isPresent()) {
            return failed(attempt, attempt.failure().get());
        }
        try {
            Model<?> model = ready.plan().model().apply(attempt.result().orElseThrow());
            return succeeded(ready, attempt, task.evaluator().evaluate(model.transform(heldOut)));
        } catch (Exception e) {
            return failed(attempt, SparkFailure.ofOneCandidate(e));
        }
    }

    private static List<TrainingSpec> specs(List<Ready> together) {
        return together.stream().map(Ready::spec).toList();
    }

    private static FoldScore succeeded(Ready ready, Attempt attempt, double metric) {
        Model<?> model = ready.plan().model().apply(attempt.result().orElseThrow());
        return new FoldScore(
                metric, Optional.of(model), OptionalInt.of(attempt.passes()), attempt.seconds(), Optional.empty());
    }

    private static FoldScore failed(Attempt attempt, Exception failure) {
        return FoldScore.failed(failure, OptionalInt.of(attempt.passes()), attempt.seconds());
    }
}
