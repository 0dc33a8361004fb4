package org.focalspark.training;

import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The columns that a fit reads.
 *
 * @param label column of class indices, numeric
 * @param features column of vectors
 * @param weight column of instance weights, numeric; empty if all rows weigh 1
 * @param ignoreLabel label of rows that take no part
 */
public record InputColumns(String label, String features, Optional<String> weight, OptionalDouble ignoreLabel) {
    static final int LABEL = 0;
    static final int FEATURES = 1;
    static final int WEIGHT = 2;

    /** Label, features and, if there is one, weight, at the positions named above. */
    Dataset<Row> selectFrom(Dataset<?> dataset) {
        Column labels = column(label).cast("double");
        Dataset<?> rows = dataset;
        if (ignoreLabel.isPresent()) {
            // Null-safe: a missing label is not this one, and is reported later.
            rows = dataset.filter(functions.not(labels.eqNullSafe(functions.lit(ignoreLabel.getAsDouble()))));
        }
        return weight.isPresent()
                ? rows.select(labels, column(features), column(weight.get()).cast("double"))
                : rows.select(labels, column(features));
    }

    /** A column by its exact name: unquoted, a dot would be read as the field of a struct. */
    private static Column column(String name) {
        return functions.col("`" + name.replace("`", "``") + "`");
    }
}
