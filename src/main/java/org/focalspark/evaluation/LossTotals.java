package org.focalspark.evaluation;

import java.util.Arrays;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.training.ScoreSums;
import org.jspecify.annotations.Nullable;

/**
 * Sums of the losses, factors and weights of {@link RowLoss} over rows, by column. The message of an invalid row is
 * stored and thrown on the driver, since Spark would wrap an exception of a task. Not thread-safe: each task has its
 * own sums, which are merged.
 */
final class LossTotals implements ScoreSums<LossTotals> {
    private static final long serialVersionUID = 1L;

    private final LossSettings settings;
    private final EvaluatorInput input;
    private @Nullable RowLoss rowLoss;
    private @Nullable String problem;
    private double[] losses = new double[0];
    private double[] factors = new double[0];
    private double[] weights = new double[0];
    private double[] classWeights = new double[0];

    /** Creates sums over no rows. */
    LossTotals(LossSettings settings, EvaluatorInput input) {
        this.settings = settings;
        this.input = input;
    }

    /**
     * Sums over all rows in one job.
     *
     * @throws IllegalArgumentException if a row is invalid or no row has weight; the message names the rule, an example
     *     and the fix
     */
    static LossTotals of(LossSettings settings, EvaluatorInput input, Dataset<Row> rows) {
        return rows.toJavaRDD()
                .treeAggregate(new LossTotals(settings, input), LossTotals::add, LossTotals::merge)
                .checked();
    }

    /**
     * Returns these sums after checking them.
     *
     * @throws IllegalArgumentException if a row is invalid or no row has weight; the message names the rule, an example
     *     and the fix
     */
    LossTotals checked() {
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
        if (!(Arrays.stream(weights).sum() > 0.0)) {
            throw new IllegalArgumentException(
                    "A loss needs at least one row with positive weight and a known label, but there is none. Look at the"
                            + " filters before the evaluator.");
        }
        return this;
    }

    RowLoss rowLoss() {
        if (rowLoss == null) {
            throw new IllegalStateException("No row was seen.");
        }
        return rowLoss;
    }

    /** Sum of weight times loss of each column. */
    double[] losses() {
        return losses;
    }

    /** Sum of weight times factor of each column, without class weights. */
    double[] factors() {
        return factors;
    }

    /** Sum of the instance weights of each column's known entries. */
    double[] weights() {
        return weights;
    }

    /** Sum of instance weight times class weight of each column's known entries. */
    double[] classWeights() {
        return classWeights;
    }

    private LossTotals add(Row row) {
        add(() -> input.read(row));
        return this;
    }

    /**
     * Adds a row. Margins are the raw prediction, except for a binary model, whose raw prediction is (-margin, margin).
     */
    @Override
    public void add(double[] margins, double[] labels, double weight) {
        boolean binary = margins.length == 1 && !input.vectorLabels();
        double[] scores = binary ? new double[] {-margins[0], margins[0]} : margins.clone();
        add(() -> input.scored(scores, labels, weight));
    }

    private void add(Supplier<EvaluatedRow> row) {
        if (problem == null) {
            try {
                addEntries(row.get());
            } catch (IllegalArgumentException e) {
                problem = e.getMessage();
            }
        }
    }

    private void addEntries(EvaluatedRow row) {
        RowLoss loss = rowLoss != null
                ? rowLoss
                : start(RowLoss.of(settings, input.vectorLabels(), row.scores().size()));
        double weight = row.weight();
        loss.entries(row, (column, value, factor, classWeight) -> {
            if (weight > 0.0) {
                losses[column] += weight * value;
                factors[column] += weight * factor;
                weights[column] += weight;
                classWeights[column] += weight * classWeight;
            }
        });
    }

    private RowLoss start(RowLoss loss) {
        rowLoss = loss;
        losses = new double[loss.numColumns()];
        factors = new double[loss.numColumns()];
        weights = new double[loss.numColumns()];
        classWeights = new double[loss.numColumns()];
        return loss;
    }

    @Override
    public LossTotals merge(LossTotals that) {
        if (problem != null || that.problem != null) {
            problem = problem != null ? problem : that.problem;
            return this;
        }
        if (rowLoss == null || that.rowLoss == null) {
            return rowLoss == null ? that : this;
        }
        if (rowLoss.size() != that.rowLoss.size()) {
            problem = input.sizesDiffer(rowLoss.size(), that.rowLoss.size());
            return this;
        }
        for (int k = 0; k < losses.length; k++) {
            losses[k] += that.losses[k];
            factors[k] += that.factors[k];
            weights[k] += that.weights[k];
            classWeights[k] += that.classWeights[k];
        }
        return this;
    }
}
