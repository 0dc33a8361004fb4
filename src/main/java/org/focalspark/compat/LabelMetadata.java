package org.focalspark.compat;

import org.apache.spark.ml.util.MetadataUtils;
import org.apache.spark.sql.types.StructField;
import scala.Option;

/** What a label column says of itself in its ML attributes. */
public final class LabelMetadata {
    private LabelMetadata() {}

    /**
     * Number of classes that a label column declares.
     *
     * @param label field of the label column
     * @return number of classes, or 0 if it declares none
     */
    public static int declaredClasses(StructField label) {
        Option<?> declared = MetadataUtils.getNumClasses(label);
        return declared.isDefined() ? (Integer) declared.get() : 0;
    }
}
