package org.focalspark.compat;

import org.apache.spark.ml.util.MetadataUtils;
import org.apache.spark.sql.types.StructField;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/** ML attributes of a label column. */
public final class LabelMetadata {
    private static final Logger LOG = LoggerFactory.getLogger(LabelMetadata.class);

    private LabelMetadata() {}

    /**
     * Number of classes that a label column declares.
     *
     * @param label field of the label column
     * @return number of classes, or 0 if the column declares none or its attributes are unreadable
     */
    public static int declaredClasses(StructField label) {
        try {
            Option<?> declared = MetadataUtils.getNumClasses(label);
            return declared.isDefined() ? (Integer) declared.get() : 0;
        } catch (RuntimeException e) { // attributes written by hand make Spark's reader throw
            LOG.warn(
                    "The ML attributes of column '{}' cannot be read, so that labels are counted: {}", label.name(), e);
            return 0;
        }
    }
}
