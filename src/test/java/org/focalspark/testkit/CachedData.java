package org.focalspark.testkit;

import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** What the shared session holds in its cache. */
public final class CachedData {
    private CachedData() {}

    /** Gives back what Spark's own code leaves behind: the curves of its binary summaries stay cached. */
    public static void clear() {
        JavaSparkContext.fromSparkContext(SparkSessions.shared().sparkContext())
                .getPersistentRDDs()
                .values()
                .forEach(JavaRDD::unpersist);
    }

    /** Ids of the persisted RDDs. */
    public static Set<Integer> ids() {
        return Set.copyOf(
                JavaSparkContext.fromSparkContext(SparkSessions.shared().sparkContext())
                        .getPersistentRDDs()
                        .keySet());
    }
}
