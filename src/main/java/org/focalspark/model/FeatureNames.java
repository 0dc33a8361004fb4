package org.focalspark.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the features are called, by the ML attributes that VectorAssembler and other stages leave in a column. */
public final class FeatureNames {
    private static final Logger LOG = LoggerFactory.getLogger(FeatureNames.class);

    private FeatureNames() {}

    /**
     * Names that a column gives its features. A feature without one among others that have one is called as in Spark's
     * generalized linear models, by column and index.
     *
     * <p>Attributes may be written by hand or left over from another vector. Unreadable attributes give no names
     * instead of failing a fit that does not need them.
     *
     * @param numFeatures size of the vectors
     * @return one per feature, or none if the column names none of them
     */
    public static String[] of(StructType schema, String column, int numFeatures) {
        try {
            return read(AttributeGroup.fromStructField(schema.apply(column)), column, numFeatures);
        } catch (RuntimeException e) { // Spark's reader throws many kinds: missing keys, other types, wrong indices
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

    /** Spark accepts a null in the metadata as a name. */
    private static Optional<String> name(Attribute attribute) {
        return attribute.name().isDefined()
                ? Optional.ofNullable(attribute.name().get())
                : Optional.empty();
    }

    /** What a feature is called that has no name. */
    public static String byIndex(String column, int feature) {
        return column + "_" + feature;
    }
}
