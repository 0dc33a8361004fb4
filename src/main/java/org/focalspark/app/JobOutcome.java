package org.focalspark.app;

import java.util.List;
import org.focalspark.app.config.JobConfig;
import org.focalspark.app.data.ClassCounts;
import org.focalspark.app.data.ColumnTable;
import org.focalspark.app.data.FeatureColumns;
import org.focalspark.app.data.LabelColumn;

/**
 * What a job found.
 *
 * @param config what was asked
 * @param label what was predicted
 * @param train classes of the rows trained on
 * @param test classes of the rows held out
 * @param columns columns that became features
 * @param columnTable roles of all columns with reasons
 * @param models one report per candidate, the baseline first
 * @param proof scores of the saved model
 * @param seconds wall clock from the first read to the proof
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
