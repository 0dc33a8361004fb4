package org.focalspark.export.format;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of features that no other field of a document has. */
final class PmmlNames {
    /** What the document calls its other fields. */
    private static final Pattern OURS = Pattern.compile("label|prediction|largest|largestMargin|probabilityOfLargest|"
            + "(rawPrediction|probability)(\\(\\d+\\))?|calibration\\..*");

    private PmmlNames() {}

    /** The names, those with an underscore behind them that are taken by a field of ours or by a feature before. */
    static List<String> of(List<String> features) {
        Set<String> taken = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (String feature : features) {
            String name = OURS.matcher(feature).matches() ? feature + "_" : feature;
            while (!taken.add(name)) {
                name += "_";
            }
            names.add(name);
        }
        return names;
    }
}
