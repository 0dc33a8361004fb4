package org.focalspark;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What columns of vectors say of their size. */
final class VectorSizes {
    private VectorSizes() {}

    /**
     * A schema whose columns say it right. Spark declares as many entries as a model has classes, but a binomial model has two of
     * them, and evaluators believe what is declared.
     *
     * @param size entries of the vectors
     * @param names columns; those that are missing are passed over
     */
    static StructType in(StructType schema, int size, String... names) {
        List<String> columns = List.of(names);
        return new StructType(Arrays.stream(schema.fields())
                .map(field -> columns.contains(field.name())
                        ? new AttributeGroup(field.name(), size).toStructField(field.metadata())
                        : field)
                .toArray(StructField[]::new));
    }
}
