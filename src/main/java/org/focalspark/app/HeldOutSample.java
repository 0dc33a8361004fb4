package org.focalspark.app;

import java.util.List;
import org.focalspark.app.data.ClassCounts;
import org.focalspark.app.data.LabelColumn;

/** The few held-out rows that show what the saved model does: which rows to take, and their scores as a table. */
sealed interface HeldOutSample permits BinarySample, MulticlassSample {

    /** Returns the sample for the label of a job. */
    static HeldOutSample of(LabelColumn label) {
        return label.isBinary() ? new BinarySample() : new MulticlassSample(label.column(), label.classNames());
    }

    /**
     * Returns how many rows to take of which label.
     *
     * @param counts the rows to choose from
     */
    List<SavedModelProof.Pick> picks(ClassCounts counts);

    /** Returns the scores of such rows as a table, each line ended. */
    String table(List<SavedModelProof.Score> scores);
}
