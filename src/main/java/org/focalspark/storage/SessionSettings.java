package org.focalspark.storage;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;
import scala.collection.Iterator;

/** Settings of file systems, as Spark gives them to its sources. */
public final class SessionSettings {
    private SessionSettings() {}

    /**
     * The settings of a session: those of its context, and over them what was set in the session itself, as credentials of a
     * store often are. Whatever opens a file system takes these.
     *
     * @param spark session
     * @return a copy, which may be changed
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
     * The settings of the session that is active in this thread, or else of the default one.
     *
     * @return those of Hadoop alone where there is no session
     */
    public static Configuration ofActiveSession() {
        return SparkSession.getActiveSession()
                .orElse(SparkSession::getDefaultSession)
                .map(SessionSettings::of)
                .getOrElse(Configuration::new);
    }
}
