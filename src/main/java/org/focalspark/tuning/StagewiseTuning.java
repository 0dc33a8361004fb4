package org.focalspark.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.ml.Model;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.training.input.FoldedRows;
import org.focalspark.training.job.ParallelTasks;
import org.focalspark.training.job.SparkFailure;

/**
 * Tunes any estimator as Spark does: fits, transforms and evaluates each candidate separately. The rows are cached once
 * with their folds, because two executions of the input could draw different folds.
 */
final class StagewiseTuning {
    private final TuningTask task;

    private StagewiseTuning(TuningTask task) {
        this.task = task;
    }

    /** Returns the scores by candidate, then by split. */
    static List<List<FoldScore>> run(TuningTask task) {
        return new StagewiseTuning(task).run();
    }

    private List<List<FoldScore>> run() {
        List<List<FoldScore>> scores = new ArrayList<>();
        for (int c = 0; c < task.paramMaps().length; c++) {
            scores.add(new ArrayList<>());
        }
        try (FoldedRows rows = FoldedRows.of(task.dataset(), task.folds(), any -> true)) {
            if (task.folds().foldCol().isPresent()) {
                rows.requireRows();
            }
            for (int part : rows.heldOut()) {
                score(rows.training(part), rows.heldOut(part), scores);
            }
        }
        return scores;
    }

    private void score(Dataset<Row> training, Dataset<Row> heldOut, List<List<FoldScore>> scores) {
        List<Supplier<FoldScore>> candidates = IntStream.range(0, scores.size())
                .mapToObj(c -> (Supplier<FoldScore>) () -> score(c, training, heldOut))
                .toList();
        List<FoldScore> ofSplit = ParallelTasks.run(
                task.dataset().sparkSession().sparkContext(), task.estimator().uid(), task.executor(), candidates);
        for (int c = 0; c < scores.size(); c++) {
            scores.get(c).add(ofSplit.get(c));
        }
    }

    @SuppressWarnings("CatchingUnchecked") // Scala's methods throw checked exceptions without a word
    private FoldScore score(int candidate, Dataset<Row> training, Dataset<Row> heldOut) {
        long start = System.nanoTime();
        try {
            Model<?> model = task.fit(candidate, training);
            double metric = task.evaluator().evaluate(model.transform(heldOut));
            return new FoldScore(
                    metric, Optional.of(model), OptionalInt.empty(), secondsSince(start), Optional.empty());
        } catch (Exception e) {
            return FoldScore.failed(SparkFailure.ofOneCandidate(e), OptionalInt.empty(), secondsSince(start));
        }
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
