package org.focalspark.app;

import java.util.List;

/**
 * What a job found.
 *
 * @param config what was asked
 * @param train classes of the rows trained on
 * @param test classes of the rows held out
 * @param columns columns that became features
 * @param models baseline and focal, in this order
 * @param proof scores of the saved model
 * @param seconds wall clock from the first read to the proof
 */
record JobOutcome(
        JobConfig config,
        LabelColumn.Counts train,
        LabelColumn.Counts test,
        FeatureColumns columns,
        List<ModelReport> models,
        SavedModelProof proof,
        double seconds) {}
