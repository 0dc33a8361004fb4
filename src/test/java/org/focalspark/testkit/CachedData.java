package org.focalspark.testkit;

import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;

/** What the shared session holds in its cache. */
public final class CachedData {
    private CachedData() {}

    /** Ids of the persisted RDDs. */
    public static Set<Integer> ids() {
        return Set.copyOf(
                JavaSparkContext.fromSparkContext(SparkSessions.shared().sparkContext())
                        .getPersistentRDDs()
                        .keySet());
    }
}
