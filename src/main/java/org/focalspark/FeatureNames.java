package org.focalspark;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.sql.types.StructType;

/** What the features are called, by the ML attributes that VectorAssembler and other stages leave in a column. */
final class FeatureNames {
    private FeatureNames() {}

    /**
     * Names that a column gives its features. A feature without one among others that have one is called as in Spark's
     * generalized linear models, by column and index.
     *
     * @param numFeatures size of the vectors
     * @return one per feature, or none if the column names none of them
     */
    static String[] of(StructType schema, String column, int numFeatures) {
        AttributeGroup group = AttributeGroup.fromStructField(schema.apply(column));
        if (group.size() != numFeatures || group.attributes().isEmpty()) {
            return new String[0];
        }
        Attribute[] attributes = group.attributes().get();
        if (Arrays.stream(attributes).noneMatch(attribute -> attribute.name().isDefined())) {
            return new String[0];
        }
        return IntStream.range(0, numFeatures)
                .mapToObj(j -> attributes[j].name().getOrElse(() -> byIndex(column, j)))
                .toArray(String[]::new);
    }

    /** What a feature is called that has no name. */
    static String byIndex(String column, int feature) {
        return column + "_" + feature;
    }
}
