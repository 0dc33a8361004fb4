package org.focalspark.app.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.LongType;
import org.focalspark.app.text.Shown;
import org.focalspark.table.ColumnProfile;
import org.focalspark.table.TextKind;

/**
 * Rules by which {@code auto} chooses the role of a column from its type and its cells in the training set. docs/job.md
 * documents them.
 *
 * @param maxUnreadable largest share of unreadable values in a numeric column
 */
record AutoRules(double maxUnreadable) {
    /** Largest ratio of distinct values to values of a categorical column of texts. */
    private static final double OWN_VALUES = 0.5;

    /** With fewer rows, the ratio of distinct values is not significant. */
    private static final long ENOUGH_ROWS = 30;

    /** Share of values of one kind from which on the column has this kind. */
    private static final double NEARLY_ALL = 0.9;

    /** Largest number of levels without a remark. */
    private static final long FEW_LEVELS = 20;

    /** Smallest number that can be a time in nanoseconds since 1970: March 1973. */
    private static final double NANOSECONDS = 1e17;

    private static final String NANOSECOND_REASON =
            "whole numbers of 18 digits or more, which are times in nanoseconds or identifiers";

    /** A role and its reason. */
    record Verdict(ColumnRole role, String reason, boolean remarkable) {
        private static Verdict plain(ColumnRole role, String reason) {
            return new Verdict(role, reason, false);
        }

        private static Verdict remark(ColumnRole role, String reason) {
            return new Verdict(role, reason, true);
        }

        private static Verdict leftOut(String reason, Object... values) {
            return new Verdict(ColumnRole.LEFT_OUT, String.format(Locale.ROOT, reason, values), true);
        }
    }

    /**
     * Chooses the role of a column.
     *
     * @param forced whether features.include names the column; if so, it is left out only for its type, or if it has no
     *     value
     */
    Verdict decide(InputColumn column, ColumnProfile profile, boolean forced) {
        if (!column.isNumeric() && !column.isBoolean() && !column.isText()) {
            return forced && column.isDay()
                    ? Verdict.remark(ColumnRole.CATEGORICAL, "features.include names it; of type " + column.typeName())
                    : Verdict.leftOut("of type %s, which is neither a number nor a category", column.typeName());
        }
        long marks = profile.texts(TextKind.MISSING);
        if (profile.values() == marks) {
            return Verdict.leftOut(
                    "empty: no value%s in any training row",
                    marks == 0 ? "" : " but " + examples(profile, TextKind.MISSING));
        }
        if (column.isNumeric()) {
            return numbers(column, profile, forced);
        }
        Verdict verdict = column.isBoolean() ? category(profile) : texts(profile, forced);
        return forced && verdict.role() == ColumnRole.LEFT_OUT ? category(profile) : constant(profile, verdict, forced);
    }

    private static Verdict numbers(InputColumn column, ColumnProfile profile, boolean forced) {
        if (!forced && profile.min() == profile.max() && profile.infinite() == 0) {
            return Verdict.leftOut(
                    "constant: %s in every training row that has a value", InputColumn.shown(profile.min()));
        }
        boolean wide =
                column.field().dataType() instanceof LongType || column.field().dataType() instanceof DecimalType;
        if (!forced && wide && areNanoseconds(profile)) {
            return Verdict.leftOut(NANOSECOND_REASON + "; features.include forces it in");
        }
        return finite(profile, column.typeName(), "numbers");
    }

    private static boolean areNanoseconds(ColumnProfile profile) {
        return areWhole(profile) && profile.min() >= NANOSECONDS;
    }

    private static boolean areWhole(ColumnProfile profile) {
        return profile.numbers() > 0 && profile.wholeNumbers() == profile.numbers();
    }

    /** Returns the verdict for a numeric column, with a remark if its numbers may be dates or identifiers. */
    private static Verdict finite(ColumnProfile profile, String reason, String kind) {
        if (areWhole(profile) && profile.dayNumbers() == profile.numbers()) {
            return Verdict.remark(
                    ColumnRole.NUMERIC,
                    kind + "; all may be days written as yyyymmdd, whose differences mean nothing: leave it out with"
                            + " features.exclude, or put numbers of days into the input");
        }
        if (areWhole(profile)
                && profile.numbers() >= ENOUGH_ROWS
                && profile.distinct() > NEARLY_ALL * profile.numbers()) {
            return Verdict.remark(
                    ColumnRole.NUMERIC,
                    kind
                            + "; nearly every row has a whole number of its own: leave it out with features.exclude if they"
                            + " are identifiers");
        }
        return infinite(profile, reason);
    }

    private static Verdict infinite(ColumnProfile profile, String reason) {
        return profile.infinite() == 0
                ? Verdict.plain(ColumnRole.NUMERIC, reason)
                : Verdict.remark(
                        ColumnRole.NUMERIC,
                        reason + "; " + Shown.count(profile.infinite()) + " infinite values are treated as missing");
    }

    private Verdict texts(ColumnProfile profile, boolean forced) {
        if (!forced && areNumbers(profile)) {
            return numberTexts(profile);
        }
        long values = profile.values() - profile.texts(TextKind.MISSING);
        long otherNotation = profile.texts(TextKind.DECIMAL_COMMA) + profile.texts(TextKind.NOTATION);
        if (otherNotation > 0
                && profile.distinct() > FEW_LEVELS
                && profile.numbers() + otherNotation >= NEARLY_ALL * values) {
            return Verdict.leftOut(
                    "numbers in a notation that is not read, such as %s: %s",
                    notations(profile), wayToNumbers(profile));
        }
        if (profile.texts(TextKind.DATE) >= NEARLY_ALL * values) {
            return Verdict.leftOut(
                    "days as texts, such as %s; features.include makes every day a level",
                    examples(profile, TextKind.DATE));
        }
        if (values >= ENOUGH_ROWS && profile.distinct() > OWN_VALUES * profile.values()) {
            return Verdict.leftOut(
                    "nearly every row has a distinct value (%s%,d in %,d rows), as in identifiers and free texts;"
                            + " features.include makes every value a level%s",
                    profile.isExact() ? "" : "about ", profile.distinct(), profile.values(), numbersToo(profile));
        }
        return category(profile);
    }

    /**
     * Returns whether the texts are numbers or marks of missing values. Codes with leading zeros and small sets of
     * codes do not count as numbers.
     */
    private boolean areNumbers(ColumnProfile profile) {
        long marks = profile.texts(TextKind.MISSING);
        long values = profile.values() - marks;
        if (profile.numbers() == 0 || profile.leadingZeros() > 0) {
            return false;
        }
        if (profile.otherTexts() == 0) {
            return marks > 0 || profile.distinct() > FEW_LEVELS;
        }
        Map<String, Long> others = profile.examples(TextKind.OTHER);
        return profile.otherTexts() == profile.texts(TextKind.OTHER)
                && profile.knowsAll(TextKind.OTHER)
                && others.size() <= 3
                && others.keySet().stream().noneMatch(text -> text.chars().anyMatch(Character::isDigit))
                && profile.distinct() > FEW_LEVELS
                && profile.otherTexts() <= maxUnreadable * values;
    }

    private static Verdict numberTexts(ColumnProfile profile) {
        if (profile.min() == profile.max()) {
            return Verdict.leftOut(
                    "constant: %s in every training row that has a number", InputColumn.shown(profile.min()));
        }
        if (areNanoseconds(profile)) {
            return Verdict.leftOut(NANOSECOND_REASON + "; features.numeric forces it in");
        }
        String reason = numberTextsReason(profile);
        return finite(profile, reason, reason);
    }

    /** Returns why a column of texts is numeric. */
    static String numberTextsReason(ColumnProfile profile) {
        List<String> marks = new ArrayList<>();
        if (profile.texts(TextKind.MISSING) > 0) {
            marks.add(examples(profile, TextKind.MISSING) + " (" + Shown.count(profile.texts(TextKind.MISSING))
                    + " rows) read as missing; input.options.nullValue makes the reader do so");
        }
        if (profile.otherTexts() > 0) {
            marks.add(unreadable(profile) + " (" + Shown.count(profile.otherTexts())
                    + " rows) no numbers, treated as missing");
        }
        return "texts that are numbers" + (marks.isEmpty() ? "" : "; " + String.join("; ", marks));
    }

    /** Returns the role that the configuration sets, with remarks about the cells. */
    Verdict remarked(Verdict given, InputColumn column, ColumnProfile profile) {
        if (given.role() == ColumnRole.NUMERIC) {
            Verdict read = column.isText() ? numberTexts(profile) : infinite(profile, "");
            Verdict said = read.role() == ColumnRole.NUMERIC ? read : infinite(profile, "");
            boolean constant = profile.numbers() > 0 && profile.min() == profile.max();
            String more = (said.reason() + (constant ? "; constant, so it adds nothing" : "")).replaceFirst("^; ", "");
            return more.isEmpty() || profile.values() == 0
                    ? given
                    : new Verdict(
                            given.role(),
                            given.reason() + "; " + more,
                            said.remarkable() || constant || worth(profile));
        }
        if (given.role() == ColumnRole.CATEGORICAL) {
            Verdict said = category(profile);
            return said.remarkable() ? new Verdict(given.role(), given.reason() + "; " + said.reason(), true) : given;
        }
        return given;
    }

    private static boolean worth(ColumnProfile profile) {
        return profile.otherTexts() + profile.texts(TextKind.MISSING) > 0;
    }

    private static Verdict category(ColumnProfile profile) {
        List<String> remarks = new ArrayList<>();
        long marks = profile.texts(TextKind.MISSING);
        if (marks > 0) {
            remarks.add(examples(profile, TextKind.MISSING) + " (" + Shown.count(marks)
                    + " rows) a level; input.options.nullValue makes it missing");
        }
        if (profile.values() < 10 * profile.distinct() && profile.distinct() > FEW_LEVELS) {
            remarks.add("few rows per level; features.min-count merges rare ones");
        }
        String numbers = numbersToo(profile);
        long otherNotation = profile.texts(TextKind.DECIMAL_COMMA) + profile.texts(TextKind.NOTATION);
        if (otherNotation > 0 && 2 * (profile.numbers() + otherNotation) >= profile.values()) {
            remarks.add("numbers in a notation that is not read, such as " + notations(profile) + ": "
                    + wayToNumbers(profile));
        } else if (!numbers.isEmpty()) {
            remarks.add(numbers.substring(2));
        }
        String reason = profile.otherTexts() + marks > 0 || profile.numbers() == 0 ? "texts" : "codes";
        return remarks.isEmpty()
                ? Verdict.plain(ColumnRole.CATEGORICAL, reason)
                : Verdict.remark(ColumnRole.CATEGORICAL, reason + "; " + String.join("; ", remarks));
    }

    /** Remark on a column of texts with many numbers. */
    private static String numbersToo(ColumnProfile profile) {
        if (profile.leadingZeros() > 0) {
            return String.format(
                    Locale.ROOT,
                    "; %,d of %,d texts are numbers with leading zeros, as codes are: list it in features.numeric to read"
                            + " them as numbers",
                    profile.leadingZeros(),
                    profile.values());
        }
        boolean many = profile.otherTexts() > 0 && 2 * profile.numbers() >= profile.values();
        return many
                ? String.format(
                        Locale.ROOT,
                        "; %,d of %,d texts are numbers, but %s are not: list it in features.numeric to read them",
                        profile.numbers(),
                        profile.values(),
                        unreadable(profile))
                : "";
    }

    private static Verdict constant(ColumnProfile profile, Verdict verdict, boolean forced) {
        boolean constant = profile.isExact() && profile.distinct() == 1 && profile.empty() == 0;
        return constant && !forced && verdict.role() == ColumnRole.CATEGORICAL
                ? Verdict.leftOut("constant: one value in every training row")
                : verdict;
    }

    private static String notations(ColumnProfile profile) {
        return shown(Stream.of(TextKind.DECIMAL_COMMA, TextKind.NOTATION)
                .flatMap(kind -> profile.examples(kind).keySet().stream())
                .toList());
    }

    /** Advice for numbers in another notation. */
    static String wayToNumbers(ColumnProfile profile) {
        return profile.texts(TextKind.DECIMAL_COMMA) > 0
                ? "set features.decimal-comma = true to read 1.234,50 as a number"
                : "write plain numbers such as 1234.50 into the input";
    }

    /** Up to three texts that are not numbers: "'12 %', 'N/A'". */
    static String unreadable(ColumnProfile profile) {
        return shown(Stream.of(TextKind.DECIMAL_COMMA, TextKind.NOTATION, TextKind.OTHER, TextKind.DATE)
                .flatMap(kind -> profile.examples(kind).keySet().stream())
                .toList());
    }

    private static String examples(ColumnProfile profile, TextKind kind) {
        return shown(List.copyOf(profile.examples(kind).keySet()));
    }

    private static String shown(List<String> texts) {
        return texts.stream()
                .limit(3)
                .map(text -> "'" + Shown.oneLine(text) + "'")
                .collect(Collectors.joining(", "));
    }
}
