package org.focalspark.evaluation;

import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.model.MarginScoring;
import org.focalspark.training.ScoreSums;
import org.jspecify.annotations.Nullable;

/**
 * Sums of log loss and Brier score over rows. A row that must be refused is remembered and not thrown, since Spark
 * would wrap the exception. Not thread-safe: one per task, merged afterwards.
 */
final class CalibrationTotals implements ScoreSums<CalibrationTotals> {
    private static final long serialVersionUID = 1L;

    private final EvaluatorInput input;
    private final @Nullable MarginScoring scoring;
    private @Nullable String problem;
    private int size;
    private double weight;
    private double logLoss;
    private double brier;

    /**
     * No rows yet.
     *
     * @param scoring what makes probabilities of margins; null if rows have them
     */
    CalibrationTotals(EvaluatorInput input, @Nullable MarginScoring scoring) {
        this.input = input;
        this.scoring = scoring;
    }

    /**
     * One job over all rows.
     *
     * @throws IllegalArgumentException that names column, rule, example and way out
     */
    static CalibrationTotals of(EvaluatorInput input, Dataset<Row> rows) {
        return rows.toJavaRDD()
                .treeAggregate(new CalibrationTotals(input, null), CalibrationTotals::add, CalibrationTotals::merge)
                .checked();
    }

    /**
     * These sums, if they are of use.
     *
     * @throws IllegalArgumentException that names column, rule, example and way out
     */
    CalibrationTotals checked() {
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
        if (!(weight > 0.0)) {
            throw new IllegalArgumentException(
                    "Calibration needs at least one row with positive weight, but there is none. Look at the filters before"
                            + " the evaluator.");
        }
        return this;
    }

    double meanLogLoss() {
        return logLoss / weight;
    }

    double meanBrier() {
        return brier / weight;
    }

    private CalibrationTotals add(Row row) {
        add(() -> input.read(row));
        return this;
    }

    @Override
    public void add(double[] margins, double[] labels, double rowWeight) {
        if (scoring == null) {
            throw new IllegalStateException("These sums take probabilities, not margins.");
        }
        double[] scores = scoring.raw(margins);
        scoring.toProbabilities(scores);
        add(() -> input.scored(scores, labels, rowWeight));
    }

    private void add(Supplier<EvaluatedRow> row) {
        if (problem == null) {
            try {
                addRow(row.get());
            } catch (IllegalArgumentException e) {
                problem = e.getMessage();
            }
        }
    }

    private void addRow(EvaluatedRow row) {
        CalibrationRow judged = CalibrationRow.of(row);
        sameSize(row.scores().size());
        if (judged.weight() > 0.0) {
            weight += judged.weight();
            logLoss += judged.weight() * judged.logLoss();
            brier += judged.weight() * judged.brier();
        }
    }

    @Override
    public CalibrationTotals merge(CalibrationTotals that) {
        problem = problem != null ? problem : that.problem;
        if (problem == null && that.size > 0) {
            sameSize(that.size);
        }
        weight += that.weight;
        logLoss += that.logLoss;
        brier += that.brier;
        return this;
    }

    private void sameSize(int other) {
        if (size > 0 && size != other) {
            problem = input.sizesDiffer(size, other);
        }
        size = other;
    }
}
