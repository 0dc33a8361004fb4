package org.focalspark.table;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The levels of a category that training has seen, and how a value finds its own.
 *
 * <p>A value without an equal level finds the one that is the same number or the same truth value, if there is just one:
 * 3 finds "03", "3.50" finds 3.5, "TRUE" finds true. So a column may be read as another type in another file.
 */
public final class LevelIndex implements Serializable {
    /** Index of a level that training has not seen. */
    public static final int UNSEEN = -1;

    private static final int AMBIGUOUS = -2;
    private static final long serialVersionUID = 1L;

    private final int numLevels;
    private final boolean hasRare;
    private final HashMap<String, Integer> exact = new HashMap<>();
    private final HashMap<String, Integer> loose = new HashMap<>();

    /**
     * Creates the index.
     *
     * @param levels levels with a feature each
     * @param rare levels that share one feature more; empty for no such feature
     */
    public LevelIndex(String[] levels, String[] rare) {
        this.numLevels = levels.length;
        this.hasRare = rare.length > 0;
        for (int i = 0; i < levels.length; i++) {
            put(levels[i], i);
        }
        for (String level : rare) {
            put(level, levels.length);
        }
    }

    private void put(String level, int index) {
        exact.put(level, index);
        String key = looseKey(level);
        if (key != null) {
            loose.merge(key, index, (old, now) -> old.equals(now) ? old : AMBIGUOUS);
        }
    }

    /**
     * Number of features.
     *
     * @return one per level, and one for all rare ones together
     */
    public int numFeatures() {
        return hasRare ? numLevels + 1 : numLevels;
    }

    /**
     * The place of a level.
     *
     * @param level as {@link CellValue#level} returns it
     * @return index below {@link #numFeatures()}, or {@link #UNSEEN}
     */
    public int of(String level) {
        Integer index = exact.get(level);
        if (index != null) {
            return index;
        }
        String key = looseKey(level);
        int found = key == null ? UNSEEN : loose.getOrDefault(key, UNSEEN);
        return found == AMBIGUOUS ? UNSEEN : found;
    }

    /** Feature of an unseen level: that of the rare ones, if there is one. */
    int featureOfUnseen() {
        return hasRare ? numLevels : UNSEEN;
    }

    /** Not by the double: identifiers of 17 digits and more share one with their neighbors. */
    private static @Nullable String exactKey(String text, double rounded) {
        try {
            BigDecimal number = new BigDecimal(text);
            return number.signum() == 0 ? "0" : number.stripTrailingZeros().toString();
        } catch (ArithmeticException | NumberFormatException e) { // an exponent beyond int
            return CellValue.level(rounded);
        }
    }

    private static @Nullable String looseKey(String level) {
        double number = TextKind.number(level, false);
        if (!Double.isNaN(number)) {
            return Double.isInfinite(number) ? CellValue.level(number) : exactKey(level.strip(), number);
        }
        String lower = level.length() > 5 ? "" : level.toLowerCase(Locale.ROOT);
        return lower.equals("true") || lower.equals("false") ? lower : null;
    }
}
