package org.focalspark.training;

import java.util.Optional;
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
 */
public record InputColumns(String label, String features, Optional<String> weight) {
    static final int LABEL = 0;
    static final int FEATURES = 1;
    static final int WEIGHT = 2;

    /** Label, features and, if there is one, weight, at the positions named above. */
    Dataset<Row> selectFrom(Dataset<?> dataset) {
        Column labels = column(label).cast("double");
        return weight.map(name ->
                        dataset.select(labels, column(features), column(name).cast("double")))
                .orElseGet(() -> dataset.select(labels, column(features)));
    }

    /** A column by its exact name: unquoted, a dot would be read as the field of a struct. */
    private static Column column(String name) {
        return functions.col("`" + name.replace("`", "``") + "`");
    }
}
