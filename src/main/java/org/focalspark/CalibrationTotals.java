package org.focalspark;

import java.io.Serializable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Sums of log loss and Brier score over rows. A row that must be refused is remembered and not thrown, since Spark
 * would wrap the exception. Not thread-safe: one per task, merged afterwards.
 */
final class CalibrationTotals implements Serializable {
    private static final long serialVersionUID = 1L;

    private final EvaluatorInput input;
    private @Nullable String problem;
    private int size;
    private double weight;
    private double logLoss;
    private double brier;

    private CalibrationTotals(EvaluatorInput input) {
        this.input = input;
    }

    /**
     * One job over all rows.
     *
     * @throws IllegalArgumentException that names column, rule, example and way out
     */
    static CalibrationTotals of(EvaluatorInput input, Dataset<Row> rows) {
        CalibrationTotals totals = rows.toJavaRDD()
                .treeAggregate(new CalibrationTotals(input), CalibrationTotals::add, CalibrationTotals::merge);
        if (totals.problem != null) {
            throw new IllegalArgumentException(totals.problem);
        }
        if (!(totals.weight > 0.0)) {
            throw new IllegalArgumentException(
                    "Calibration needs at least one row with positive weight, but there is none. Look at the filters before"
                            + " the evaluator.");
        }
        return totals;
    }

    double meanLogLoss() {
        return logLoss / weight;
    }

    double meanBrier() {
        return brier / weight;
    }

    private CalibrationTotals add(Row row) {
        if (problem == null) {
            try {
                addRow(input.read(row));
            } catch (IllegalArgumentException e) {
                problem = e.getMessage();
            }
        }
        return this;
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

    private CalibrationTotals merge(CalibrationTotals that) {
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
