package org.focalspark.app;

import java.util.List;
import org.focalspark.app.data.ClassCounts;
import org.focalspark.app.data.LabelColumn;

/**
 * A few held-out rows that show the scores of the saved model: the selection of the rows and the table of their scores.
 */
sealed interface HeldOutSample permits BinarySample, MulticlassSample {

    /** Returns the sample for the label of a job. */
    static HeldOutSample of(LabelColumn label) {
        return label.isBinary() ? new BinarySample() : new MulticlassSample(label.column(), label.classNames());
    }

    /**
     * Returns the number of rows to select by label.
     *
     * @param counts counts of the held-out rows
     */
    List<SavedModelProof.Pick> picks(ClassCounts counts);

    /** Returns the scores of the selected rows as a table. Every line ends with a line break. */
    String table(List<SavedModelProof.Score> scores);
}
