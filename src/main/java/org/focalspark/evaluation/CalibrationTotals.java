package org.focalspark.evaluation;

import java.util.Arrays;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.model.MarginScoring;
import org.focalspark.training.ScoreSums;
import org.jspecify.annotations.Nullable;

/**
 * Sums of the metrics over rows. The message of an invalid row is stored and thrown on the driver, since
 * Spark would wrap an exception of a task. Not thread-safe: each task has its own sums, which are merged.
 */
final class CalibrationTotals implements ScoreSums<CalibrationTotals> {
    private static final long serialVersionUID = 1L;

    private final EvaluatorInput input;
    private final @Nullable MarginScoring scoring;
    private @Nullable String problem;
    private int size;
    private double weight;
    /** Weighted sum of the terms of each metric. */
    private final double[] sums = new double[CalibrationMetric.values().length];

    /**
     * Creates sums over no rows.
     *
     * @param scoring converts margins to probabilities; null if the rows contain probabilities
     */
    CalibrationTotals(EvaluatorInput input, @Nullable MarginScoring scoring) {
        this.input = input;
        this.scoring = scoring;
    }

    /**
     * Sums over all rows in one job.
     *
     * @throws IllegalArgumentException if a row is invalid or no row has weight; the message names the rule, an example
     *     and the fix
     */
    static CalibrationTotals of(EvaluatorInput input, Dataset<Row> rows) {
        return rows.toJavaRDD()
                .treeAggregate(new CalibrationTotals(input, null), CalibrationTotals::add, CalibrationTotals::merge)
                .checked();
    }

    /**
     * Returns these sums after checking them.
     *
     * @throws IllegalArgumentException if a row is invalid or no row has weight; the message names the rule, an example
     *     and the fix
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

    double mean(CalibrationMetric metric) {
        return sums[index(metric)] / weight;
    }

    @SuppressWarnings("EnumOrdinal") // an array in the order of the enum, which Kryo can read
    private static int index(CalibrationMetric metric) {
        return metric.ordinal();
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
            int label = row.classIndex(row.scores().size());
            for (CalibrationMetric metric : CalibrationMetric.values()) {
                sums[index(metric)] += judged.weight() * metric.of(row, label);
            }
        }
    }

    @Override
    public CalibrationTotals merge(CalibrationTotals that) {
        problem = problem != null ? problem : that.problem;
        if (problem == null && that.size > 0) {
            sameSize(that.size);
        }
        weight += that.weight;
        Arrays.setAll(sums, k -> sums[k] + that.sums[k]);
        return this;
    }

    private void sameSize(int other) {
        if (size > 0 && size != other) {
            problem = input.sizesDiffer(size, other);
        }
        size = other;
    }
}
