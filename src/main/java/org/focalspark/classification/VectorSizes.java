package org.focalspark.classification;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Sizes of vectors in ML attributes. */
final class VectorSizes {
    private VectorSizes() {}

    /**
     * Corrects the declared size of vector columns. Spark declares one entry per class, but a binomial model trained on
     * one class has two entries, and evaluators trust the declared size.
     *
     * @param size entries of the vectors
     * @param names columns to correct; missing ones are skipped
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
