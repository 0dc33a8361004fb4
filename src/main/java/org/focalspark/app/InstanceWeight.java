package org.focalspark.app;

import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The weight of a held-out row in the metrics. */
final class InstanceWeight {
    private InstanceWeight() {}

    /**
     * The weights as numbers.
     *
     * @param weightCol column of instance weights; every row weighs 1.0 without
     */
    static Column column(Dataset<Row> scored, Optional<String> weightCol) {
        return weightCol
                .map(name -> InputColumn.find(scored.schema(), "estimator.weightCol", name)
                        .column())
                .orElseGet(() -> functions.lit(1.0))
                .cast("double");
    }

    /**
     * The weight in a cell.
     *
     * @throws InvalidJobException if it is null, negative, infinite or NaN
     */
    static double checked(Row row, int cell, String weightCol) {
        double weight = row.isNullAt(cell) ? Double.NaN : row.getDouble(cell);
        if (!(weight >= 0.0 && weight < Double.POSITIVE_INFINITY)) {
            throw new InvalidJobException("Column '" + weightCol + "' must hold finite weights >= 0, but found "
                    + row.get(cell) + " in the test data.");
        }
        return weight;
    }

    /**
     * Rejects test data of two classes if one of them has no weight. With weights, rows of both classes are not enough.
     *
     * @throws InvalidJobException if a sum is 0
     */
    static void requireBothSides(double positiveWeight, double negativeWeight) {
        if (positiveWeight == 0.0 || negativeWeight == 0.0) {
            throw new InvalidJobException(String.format(
                    "The test data needs weight on both classes, but has %s on positive and %s on negative rows.",
                    positiveWeight, negativeWeight));
        }
    }
}
