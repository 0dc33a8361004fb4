package org.focalspark.saving;

import org.apache.spark.sql.SparkSession;
import org.focalspark.classification.FocalLogisticRegressionModel;
import org.focalspark.testkit.FailingFileSystem;
import org.focalspark.testkit.SparkSessions;

/** Replaces the model at the path PLACE, and ends the JVM between the two renames: run by KilledSaveIT. */
final class KilledSave {
    private KilledSave() {}

    public static void main(String[] args) throws Exception {
        SparkSession spark = SparkSessions.shared();
        spark.conf().set(FailingFileSystem.SETTING, FailingFileSystem.class.getName());
        String path = System.getenv("PLACE");
        FocalLogisticRegressionModel model = FocalLogisticRegressionModel.load(path);
        FailingFileSystem.failOn(step -> {
            if (step.matches("rename .*\\.place\\.draft-[^/]* .*/place")) {
                Runtime.getRuntime().halt(0);
            }
            return false;
        });
        model.write().overwrite().save(path);
        throw new IllegalStateException("The save was not killed.");
    }
}
