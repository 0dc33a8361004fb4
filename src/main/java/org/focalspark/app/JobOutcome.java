package org.focalspark.app;

import java.util.List;
import org.focalspark.app.config.JobConfig;
import org.focalspark.app.data.ClassCounts;
import org.focalspark.app.data.ColumnTable;
import org.focalspark.app.data.FeatureColumns;
import org.focalspark.app.data.LabelColumn;

/**
 * Result of a job.
 *
 * @param config configuration of the job
 * @param label label of the rows
 * @param train rows of each class in the training set
 * @param test rows of each class in the held-out set
 * @param columns roles of all columns
 * @param columnTable table of the roles and their reasons
 * @param models one report per candidate, the baseline first
 * @param proof scores of the saved model
 * @param seconds wall-clock time of the job until the saved model was verified
 */
record JobOutcome(
        JobConfig config,
        LabelColumn label,
        ClassCounts train,
        ClassCounts test,
        FeatureColumns columns,
        ColumnTable columnTable,
        List<ModelReport> models,
        SavedModelProof proof,
        double seconds) {}
