package org.focalspark.testkit;

import org.apache.spark.scheduler.SparkListenerJobStart;

/** Tells jobs that evaluate an objective from the others of a fit. */
public final class Passes {
    private Passes() {}

    /** Whether a job was started where models are evaluated over blocks. */
    public static boolean isPass(SparkListenerJobStart job) {
        return job.stageInfos().exists(stage -> stage.details().contains("BlockPasses"));
    }
}
