package org.focalspark.storage;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;
import scala.collection.Iterator;

/** Hadoop settings of a session, as Spark's own data sources use them. */
public final class SessionSettings {
    private SessionSettings() {}

    /**
     * Returns the settings of a session: those of its context, overridden by those of the session, which often include
     * credentials of a store. Use these settings to open any file system.
     *
     * @param spark session
     * @return a copy that callers may change
     */
    public static Configuration of(SparkSession spark) {
        Configuration hadoop = new Configuration(spark.sparkContext().hadoopConfiguration());
        Iterator<Tuple2<String, String>> settings = spark.conf().getAll().iterator();
        while (settings.hasNext()) {
            Tuple2<String, String> setting = settings.next();
            if (setting._2() != null) {
                hadoop.set(setting._1(), setting._2());
            }
        }
        return hadoop;
    }

    /**
     * Returns the settings of the session that is active in this thread, else of the default session.
     *
     * @return Hadoop's defaults if there is no session
     */
    public static Configuration ofActiveSession() {
        return SparkSession.getActiveSession()
                .orElse(SparkSession::getDefaultSession)
                .map(SessionSettings::of)
                .getOrElse(Configuration::new);
    }
}
