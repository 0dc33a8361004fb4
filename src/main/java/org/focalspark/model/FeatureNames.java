package org.focalspark.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Feature names from the ML attributes that VectorAssembler and other stages store in the metadata of a column. */
public final class FeatureNames {
    private static final Logger LOG = LoggerFactory.getLogger(FeatureNames.class);

    private FeatureNames() {}

    /**
     * Reads the feature names of a column. If only some features have names, the names of the others consist of column
     * and index, as in Spark's generalized linear models.
     *
     * <p>Attributes may be written by hand or belong to another vector. Unreadable attributes are logged and ignored,
     * since a fit does not need them.
     *
     * @param schema schema of the dataset
     * @param column name of the features column
     * @param numFeatures size of the vectors
     * @return one name per feature; an empty array if no feature has a name
     */
    public static String[] of(StructType schema, String column, int numFeatures) {
        try {
            return read(AttributeGroup.fromStructField(schema.apply(column)), column, numFeatures);
        } catch (RuntimeException e) { // Spark's reader throws several types of exceptions
            LOG.warn(
                    "The ML attributes of column '{}' cannot be read, so that the features have no names: {}",
                    column,
                    e);
            return new String[0];
        }
    }

    private static String[] read(AttributeGroup group, String column, int numFeatures) {
        if (group.size() != numFeatures || group.attributes().isEmpty()) {
            return new String[0];
        }
        Attribute[] attributes = group.attributes().get();
        if (Arrays.stream(attributes).allMatch(attribute -> name(attribute).isEmpty())) {
            return new String[0];
        }
        return IntStream.range(0, numFeatures)
                .mapToObj(j -> name(attributes[j]).orElseGet(() -> byIndex(column, j)))
                .toArray(String[]::new);
    }

    /** Returns the name of a feature. Spark also accepts null in the metadata as a name. */
    private static Optional<String> name(Attribute attribute) {
        return attribute.name().isDefined()
                ? Optional.ofNullable(attribute.name().get())
                : Optional.empty();
    }

    /**
     * Returns the name of a feature without a name.
     *
     * @param column name of the features column
     * @param feature index of the feature
     * @return {@code column_feature}
     */
    public static String byIndex(String column, int feature) {
        return column + "_" + feature;
    }
}
