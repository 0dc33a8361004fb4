package org.focalspark.table;

import java.io.Serializable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of the cells of a column: an accumulator whose result does not depend on row order or partitions.
 *
 * <p>Counts are exact. The number of distinct values is exact up to a bound and estimated above it.
 */
public final class ColumnProfile implements Serializable {
    private static final long serialVersionUID = 1L;

    private final boolean decimalComma;
    private final DistinctSketch distinct;
    /** Not an EnumMap, which Kryo creates without its constructor. */
    private final Map<TextKind, Long> texts = new HashMap<>();

    private final Map<TextKind, TextSample> samples = new HashMap<>();
    private long rows;
    private long empty;
    private long infinite;
    private long leadingZeros;
    private long wholeNumbers;
    private long dayNumbers;
    private long numbers;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    /**
     * Creates an empty profile.
     *
     * @param bound largest exact number of distinct values, &ge; 1
     * @param decimalComma whether texts write numbers as 1.234,50
     */
    public ColumnProfile(int bound, boolean decimalComma) {
        this.distinct = new DistinctSketch(bound);
        this.decimalComma = decimalComma;
    }

    /**
     * Adds a cell.
     *
     * @param cell number, boolean, text or null
     */
    public void add(@Nullable Object cell) {
        rows++;
        if (cell instanceof String text) {
            addText(text);
        } else {
            double number = CellValue.number(cell, decimalComma);
            if (Double.isNaN(number)) {
                empty++;
            } else {
                distinct.add(cell instanceof Long whole ? whole : Double.doubleToLongBits(number + 0.0));
                addNumber(number);
            }
        }
    }

    private void addText(String text) {
        if (text.isBlank()) {
            empty++;
            return;
        }
        double number = TextKind.number(text, decimalComma);
        TextKind kind = TextKind.of(text);
        if (!Double.isNaN(number)) {
            kind = TextKind.NUMBER;
            addNumber(number);
            String trimmed = text.strip();
            leadingZeros += trimmed.length() > 1 && trimmed.charAt(0) == '0' && isDigit(trimmed.charAt(1)) ? 1 : 0;
        } else if (kind == TextKind.NUMBER) {
            kind = TextKind.NOTATION;
        }
        texts.merge(kind, 1L, Long::sum);
        if (kind != TextKind.NUMBER) {
            samples.computeIfAbsent(kind, key -> new TextSample()).add(text, 1);
        }
        String level = CellValue.level(text);
        distinct.addText(level == null ? "" : level);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void addNumber(double number) {
        numbers++;
        if (Double.isInfinite(number)) {
            infinite++;
            return;
        }
        wholeNumbers += number == Math.rint(number) ? 1 : 0;
        dayNumbers += isDay(number) ? 1 : 0;
        min = Math.min(min, number);
        max = Math.max(max, number);
    }

    /** 20240131, from 1900 to 2099. */
    private static boolean isDay(double number) {
        if (number < 19_000_101 || number > 20_991_231 || number != Math.rint(number)) {
            return false;
        }
        int month = (int) number / 100 % 100;
        int day = (int) number % 100;
        return month >= 1 && month <= 12 && day >= 1 && day <= 31;
    }

    /**
     * Adds the rows of another profile.
     *
     * @param that profile of other rows of the same column
     */
    public void merge(ColumnProfile that) {
        rows += that.rows;
        empty += that.empty;
        infinite += that.infinite;
        leadingZeros += that.leadingZeros;
        wholeNumbers += that.wholeNumbers;
        dayNumbers += that.dayNumbers;
        numbers += that.numbers;
        min = Math.min(min, that.min);
        max = Math.max(max, that.max);
        distinct.merge(that.distinct);
        that.texts.forEach((kind, count) -> texts.merge(kind, count, Long::sum));
        that.samples.forEach((kind, sample) ->
                samples.computeIfAbsent(kind, key -> new TextSample()).merge(sample));
    }

    /**
     * Number of rows.
     *
     * @return all cells added
     */
    public long rows() {
        return rows;
    }

    /**
     * Cells that are null, NaN or a blank text.
     *
     * @return number of rows
     */
    public long empty() {
        return empty;
    }

    /**
     * Cells that are neither null, NaN nor blank; marks of missing values such as {@code ?} count as values.
     *
     * @return number of rows
     */
    public long values() {
        return rows - empty;
    }

    /**
     * Number of texts of a kind. With a decimal comma, 1.234,50 is of kind NUMBER.
     *
     * @param kind kind of text; typed numbers do not count as NUMBER
     * @return number of rows
     */
    public long texts(TextKind kind) {
        return texts.getOrDefault(kind, 0L);
    }

    /**
     * Examples of texts of a kind.
     *
     * @param kind any but NUMBER
     * @return at most 8 texts in alphabetical order, cut to 60 characters
     */
    public Map<String, Long> examples(TextKind kind) {
        TextSample sample = samples.getOrDefault(kind, new TextSample());
        LinkedHashMap<String, Long> examples = new LinkedHashMap<>();
        sample.texts().forEach(text -> examples.put(text, sample.rows(text)));
        return examples;
    }

    /**
     * Whether {@link #examples} returns all texts of a kind.
     *
     * @param kind any but NUMBER
     * @return whether the column has no other text of the kind
     */
    public boolean knowsAll(TextKind kind) {
        return !samples.containsKey(kind) || samples.get(kind).isComplete();
    }

    /**
     * Texts that are neither numbers nor marks of missing values.
     *
     * @return number of rows
     */
    public long otherTexts() {
        return List.of(TextKind.DECIMAL_COMMA, TextKind.NOTATION, TextKind.DATE, TextKind.OTHER).stream()
                .mapToLong(this::texts)
                .sum();
    }

    /**
     * Cells that are numbers, including infinite ones.
     *
     * @return number of rows
     */
    public long numbers() {
        return numbers;
    }

    /**
     * Whole numbers.
     *
     * @return number of rows
     */
    public long wholeNumbers() {
        return wholeNumbers;
    }

    /**
     * Numbers such as 20240131, which may be days.
     *
     * @return number of rows
     */
    public long dayNumbers() {
        return dayNumbers;
    }

    /**
     * Infinite numbers.
     *
     * @return number of rows
     */
    public long infinite() {
        return infinite;
    }

    /**
     * Texts such as 007: numbers with leading zeros.
     *
     * @return number of rows
     */
    public long leadingZeros() {
        return leadingZeros;
    }

    /**
     * Number of distinct values; see {@link #isExact()}.
     *
     * @return count or estimate
     */
    public long distinct() {
        return isExact() ? distinct.count() : Math.min(values(), distinct.count());
    }

    /**
     * Whether {@link #distinct()} is exact.
     *
     * @return whether the number is within the bound
     */
    public boolean isExact() {
        return distinct.isExact();
    }

    /**
     * The smallest finite number.
     *
     * @return number, infinity if there is none
     */
    public double min() {
        return min;
    }

    /**
     * The largest finite number.
     *
     * @return number, -infinity if there is none
     */
    public double max() {
        return max;
    }
}
