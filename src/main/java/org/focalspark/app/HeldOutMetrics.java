package org.focalspark.app;

import java.util.Map;

/** How good a model is on rows that it has not seen. All but the counts of rows are weighted. */
sealed interface HeldOutMetrics permits BinaryMetrics, MulticlassMetrics {

    /** Lines of the comparison in their order: the name of a metric, which is the same for every model, and its value. */
    Map<String, String> lines();

    /** The same and more in full precision. */
    Map<String, Object> json();
}
