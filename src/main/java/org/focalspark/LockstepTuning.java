package org.focalspark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.training.Attempt;
import org.focalspark.training.CrossValidation;
import org.focalspark.training.CrossValidation.HeldOut;
import org.focalspark.training.ScoreSums;
import org.focalspark.training.SparkFailure;
import org.focalspark.training.Split;
import org.focalspark.training.TrainingSpec;

/**
 * The candidates of one of our estimators, trained together on all splits. Metrics that are sums over margins come from
 * the same work; for others the models score the held-out rows, and the evaluator reads what they wrote.
 */
final class LockstepTuning {
    private final TuningTask task;
    private final List<List<FoldScore>> scores = new ArrayList<>();

    /** A candidate that can be trained. */
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

    /** How the candidates did: by candidate, then by split. */
    static List<List<FoldScore>> run(TuningTask task) {
        return new LockstepTuning(task).run();
    }

    private List<List<FoldScore>> run() {
        List<Ready> all = new ArrayList<>();
        for (int c = 0; c < task.paramMaps().length; c++) {
            scores.add(new ArrayList<>());
            ready(c).ifPresent(all::add);
        }
        FitPlan.grouped(all, Ready::group).forEach((group, members) -> {
            List<Ready> together = members.stream().map(all::get).toList();
            if (group.ofMargins()) {
                measureMargins(together);
            } else {
                measureColumns(together);
            }
        });
        return scores;
    }

    /** A candidate whose params are refused before there is a fit, as a missing initial model is, fails on every split. */
    private Optional<Ready> ready(int candidate) {
        try {
            Estimator<?> estimator = task.candidate(candidate);
            FitPlan<?> plan = estimator instanceof FocalLogisticRegression classes
                    ? classes.plan(task.dataset(), task.log())
                    : ((FocalMultilabelClassifier) estimator).plan(task.dataset(), task.log());
            return Optional.of(
                    new Ready(candidate, plan, MarginMetric.of(task.evaluator(), estimator, task.dataset())));
        } catch (IllegalArgumentException e) {
            int numSplits =
                    task.folds().trainRatio().isPresent() ? 1 : task.folds().numFolds();
            scores.set(candidate, Collections.nCopies(numSplits, FoldScore.failed(e, OptionalInt.of(0), 0.0)));
            return Optional.empty();
        }
    }

    /** All metrics are of one evaluator, and so of one type. */
    @SuppressWarnings("unchecked")
    private <S extends ScoreSums<S>> void measureMargins(List<Ready> together) {
        List<MarginMetric<S>> metrics = together.stream()
                .map(ready -> (MarginMetric<S>) ready.metric().orElseThrow())
                .toList();
        List<List<HeldOut<S>>> outcomes = crossValidate(
                together,
                (c, result) -> metrics.get(c)
                        .sums()
                        .apply(together.get(c).plan().model().apply(result)));
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

    private void measureColumns(List<Ready> together) {
        List<List<Attempt>> attempts =
                CrossValidation.fit(task.dataset(), specs(together), task.folds(), task.warmStarts());
        List<Split> splits = Split.of(task.dataset(), task.folds());
        for (int fold = 0; fold < splits.size(); fold++) {
            Dataset<Row> heldOut = splits.get(fold).heldOut().cache();
            try {
                for (int c = 0; c < together.size(); c++) {
                    Attempt attempt = attempts.get(c).get(fold);
                    scores.get(together.get(c).candidate()).add(measure(together.get(c), attempt, heldOut));
                }
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

    private <S extends ScoreSums<S>> List<List<HeldOut<S>>> crossValidate(
            List<Ready> together, CrossValidation.Scorer<S> scorer) {
        return CrossValidation.run(task.dataset(), specs(together), task.folds(), task.warmStarts(), scorer);
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
