package org.focalspark.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.focalspark.app.data.ClassCounts;
import org.focalspark.app.data.LabelColumn;
import org.focalspark.app.text.TextTable;

/**
 * Sample of one row per class, with the name of the predicted class.
 *
 * @param column name of the label column
 * @param classes names of the classes, by label
 */
record MulticlassSample(String column, List<String> classes) implements HeldOutSample {
    private static final int SHOWN_ROWS = 10;

    /**
     * Selects one row of each class. If there are many classes, selects the last ones, which are the rarest by default.
     */
    @Override
    public List<SavedModelProof.Pick> picks(ClassCounts counts) {
        List<SavedModelProof.Pick> picks = IntStream.range(0, classes.size())
                .filter(k -> counts.of(k) > 0)
                .mapToObj(k -> new SavedModelProof.Pick(k, 1))
                .toList();
        return picks.subList(Math.max(0, picks.size() - SHOWN_ROWS), picks.size());
    }

    @Override
    public String table(List<SavedModelProof.Score> scores) {
        List<List<String>> lines =
                new ArrayList<>(List.of(List.of(column, LabelColumn.PREDICTED_CLASS, "probability")));
        for (SavedModelProof.Score score : scores) {
            lines.add(List.of(
                    classes.get(score.label()),
                    score.predictedClass(),
                    String.format(Locale.ROOT, "%.6f", score.probabilities().get((int) score.prediction()))));
        }
        return TextTable.ofNamedLines(lines);
    }
}
