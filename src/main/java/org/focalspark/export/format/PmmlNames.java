package org.focalspark.export.format;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Unique names of the feature fields of a PMML document. */
final class PmmlNames {
    /** Names of the other fields of the document. */
    private static final Pattern OURS = Pattern.compile("label|prediction|largest|largestMargin|probabilityOfLargest|"
            + "(rawPrediction|probability)(\\(\\d+\\))?|calibration\\..*");

    private PmmlNames() {}

    /** Returns the names. A name of another field or of a previous feature gets underscores at its end. */
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
