package org.focalspark.app.data;

import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.focalspark.app.config.InvalidJobException;

/** Instance weights of held-out rows in the metrics. */
public final class InstanceWeight {
    private InstanceWeight() {}

    /**
     * Returns the weights as numbers.
     *
     * @param scored rows with the weights
     * @param weightCol column of instance weights; if empty, every row has weight 1.0
     * @return column of doubles
     */
    public static Column column(Dataset<Row> scored, Optional<String> weightCol) {
        return weightCol
                .map(name -> InputColumn.find(scored.schema(), "estimator.weightCol", name)
                        .column())
                .orElseGet(() -> functions.lit(1.0))
                .cast("double");
    }

    /**
     * Reads the weight in a cell.
     *
     * @param row a held-out row
     * @param cell index of the weight in it
     * @param weightCol name of the column, for messages
     * @return the weight
     * @throws InvalidJobException if the weight is null, negative, infinite or NaN
     */
    public static double checked(Row row, int cell, String weightCol) {
        double weight = row.isNullAt(cell) ? Double.NaN : row.getDouble(cell);
        if (!(weight >= 0.0 && weight < Double.POSITIVE_INFINITY)) {
            throw new InvalidJobException("Column '" + weightCol + "' must hold finite weights >= 0, but found "
                    + row.get(cell) + " in the test data.");
        }
        return weight;
    }

    /**
     * Rejects a held-out set in which one of two classes has total weight 0, even if it has rows.
     *
     * @param positiveWeight sum of the weights of positive rows
     * @param negativeWeight sum of the weights of negative rows
     * @throws InvalidJobException if a sum is 0
     */
    public static void requireBothSides(double positiveWeight, double negativeWeight) {
        if (positiveWeight == 0.0 || negativeWeight == 0.0) {
            throw new InvalidJobException(String.format(
                    "The test data needs weight on both classes, but has %s on positive and %s on negative rows.",
                    positiveWeight, negativeWeight));
        }
    }
}
