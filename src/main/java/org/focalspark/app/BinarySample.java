package org.focalspark.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.focalspark.app.data.ClassCounts;
import org.focalspark.app.text.TextTable;

/** Sample of rows of both classes, with the probability of the positive class. */
record BinarySample() implements HeldOutSample {
    private static final int NEGATIVE = 0;
    private static final int POSITIVE = 1;

    @Override
    public List<SavedModelProof.Pick> picks(ClassCounts counts) {
        return List.of(new SavedModelProof.Pick(POSITIVE, 2), new SavedModelProof.Pick(NEGATIVE, 3));
    }

    @Override
    public String table(List<SavedModelProof.Score> scores) {
        List<List<String>> lines = new ArrayList<>(List.of(List.of("label", "probability", "prediction")));
        for (SavedModelProof.Score score : scores) {
            lines.add(List.of(
                    Integer.toString(score.label()),
                    String.format(Locale.ROOT, "%.6f", score.probabilities().get(POSITIVE)),
                    String.format(Locale.ROOT, "%.0f", score.prediction())));
        }
        return TextTable.ofNumbers(lines);
    }
}
