package org.focalspark.param;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Suggests the closest known name in messages about unknown keys, params and columns. */
public final class NearestName {
    private NearestName() {}

    /**
     * Returns the end of a message about an unknown name.
     *
     * @param name unknown name
     * @param known known names
     * @return question with a leading space; an empty text if no known name is close
     */
    public static String question(String name, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .filter(candidate -> distance(name, candidate) <= tolerated(name, candidate))
                .map(candidate -> " Did you mean '" + candidate + "'?")
                .orElse("");
    }

    private static int tolerated(String name, String candidate) {
        return Math.max(2, Math.max(name.length(), candidate.length()) / 3);
    }

    /** Returns the edit distance, ignoring case. */
    private static int distance(String left, String right) {
        String from = left.toLowerCase(Locale.ROOT);
        String to = right.toLowerCase(Locale.ROOT);
        int[] previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] current = new int[to.length() + 1];
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
