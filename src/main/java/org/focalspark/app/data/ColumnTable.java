package org.focalspark.app.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.focalspark.app.text.Shown;
import org.focalspark.app.text.TextTable;
import org.focalspark.feature.TableVectorizer;

/** Role and reason of every input column, for the log, metrics.json and the report. */
public final class ColumnTable {
    private static final int MOST_LINES_IN_LOG = 60;
    private static final int MOST_LINES_IN_REPORT = 500;
    private static final int LONGEST_NAME = 40;
    private static final int LONGEST_REASON = 240;

    private final List<ColumnDecision> decisions;
    private final Map<String, Integer> levels;
    private final Map<String, HeldOut> heldOut;

    /**
     * Counts of held-out cells with a missing value, an unreadable value or an unseen level.
     *
     * @param unseen rows with a level that is not in the training set
     */
    private record HeldOut(long missing, long unreadable, long unseen, List<String> examples) {}

    private ColumnTable(List<ColumnDecision> decisions, Map<String, Integer> levels, Map<String, HeldOut> heldOut) {
        this.decisions = decisions;
        this.levels = levels;
        this.heldOut = heldOut;
    }

    /**
     * Creates the table from decisions and counts.
     *
     * @param columns roles of all columns
     * @param stages the stage that creates features, if there is one
     * @param tally its counts over the held-out rows
     * @return the table
     */
    public static ColumnTable of(FeatureColumns columns, List<TableVectorizer> stages, List<Row> tally) {
        Map<String, Integer> levels = new HashMap<>();
        for (TableVectorizer stage : stages) {
            int[] rare = stage.getNumRareLevels();
            for (int i = 0; i < stage.getCategoricalCols().length; i++) {
                levels.put(stage.getCategoricalCols()[i], stage.getNumLevels()[i] + (rare[i] > 0 ? 1 : 0));
            }
        }
        Map<String, HeldOut> heldOut = new HashMap<>();
        tally.forEach(row -> heldOut.put(
                row.getString(0), new HeldOut(row.getLong(2), row.getLong(3), row.getLong(4), row.getList(5))));
        return new ColumnTable(columns.decisions(), levels, heldOut);
    }

    /**
     * Returns one line per column. Wide inputs get lines for remarkable columns and a summary.
     *
     * @return table for the log; every line ends with a line break
     */
    public String text() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("column", "role", "levels", "missing", "unreadable", "unseen", " why"));
        List<ColumnDecision> shown = shown(MOST_LINES_IN_LOG);
        shown.forEach(decision -> lines.add(line(decision)));
        String table = TextTable.ofNamedLines(lines, 6);
        return shown.size() == decisions.size()
                ? table
                : table + "and " + Shown.count(decisions.size() - shown.size())
                        + " more, without remarks or too many to" + " show; metrics.json has all of them"
                        + System.lineSeparator();
    }

    /**
     * Returns warnings about unreadable values and unseen levels of the held-out set.
     *
     * @return one sentence without a final period per column
     */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        for (ColumnDecision decision : decisions) {
            HeldOut cells = heldOut.get(decision.name());
            if (cells != null && cells.unseen() + cells.unreadable() > 0) {
                boolean unseen = cells.unseen() > 0;
                warnings.add(String.format(
                        "Column '%s' has %s in %s held-out rows, such as '%s'",
                        Shown.cut(Shown.oneLine(decision.name()), LONGEST_NAME),
                        unseen ? "levels that are not in the training set" : "values that are not finite numbers",
                        Shown.count(unseen ? cells.unseen() : cells.unreadable()),
                        Shown.oneLine(cells.examples().get(0))));
            }
        }
        return warnings.subList(0, Math.min(warnings.size(), MOST_LINES_IN_LOG));
    }

    /**
     * Returns all columns, for metrics.json.
     *
     * @return one object per column
     */
    public List<Map<String, Object>> json() {
        return decisions.stream().map(this::json).toList();
    }

    private Map<String, Object> json(ColumnDecision decision) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", decision.name());
        json.put("role", decision.role().shown());
        json.put("reason", decision.reason());
        json.put("missing", decision.missing());
        json.put("unreadable", decision.unreadable());
        json.put("levels", levels.get(decision.name()));
        json.put("distinct", decision.profile().distinct());
        json.put("distinctIsExact", decision.profile().isExact());
        if (decision.profile().numbers() > decision.profile().infinite()) {
            json.put("min", decision.profile().min());
            json.put("max", decision.profile().max());
            json.put("infinite", decision.profile().infinite());
        }
        HeldOut cells = heldOut.get(decision.name());
        if (cells != null) {
            json.put("unseen", cells.unseen());
            json.put("heldOutMissing", cells.missing());
            json.put("heldOutUnreadable", cells.unreadable());
        }
        return json;
    }

    /**
     * Returns names and counts as texts, for the report.
     *
     * @return one line of cells per column; the remarkable columns if there are too many
     */
    public List<List<String>> lines() {
        return shown(MOST_LINES_IN_REPORT).stream().map(this::line).toList();
    }

    /**
     * Returns the number of columns.
     *
     * @return columns of the input
     */
    public int size() {
        return decisions.size();
    }

    /** Returns the decisions in the order of the input; if there are too many columns, the remarkable ones first. */
    private List<ColumnDecision> shown(int most) {
        if (decisions.size() <= most) {
            return decisions;
        }
        return decisions.stream()
                .sorted(Comparator.comparing(decision -> !isRemarkable(decision)))
                .limit(most)
                .toList();
    }

    private boolean isRemarkable(ColumnDecision decision) {
        HeldOut cells = heldOut.get(decision.name());
        return decision.remarkable()
                || decision.unreadable() > 0
                || (cells != null && cells.unseen() + cells.unreadable() > 0);
    }

    private List<String> line(ColumnDecision decision) {
        Integer numLevels = levels.get(decision.name());
        HeldOut cells = heldOut.get(decision.name());
        boolean numeric = decision.role() == ColumnRole.NUMERIC;
        return List.of(
                Shown.cut(Shown.oneLine(decision.name()), LONGEST_NAME),
                decision.role().shown(),
                numLevels == null ? "" : Shown.count(numLevels),
                Shown.count(decision.missing()),
                numeric ? Shown.count(decision.unreadable()) : "",
                cells == null || numeric ? "" : Shown.count(cells.unseen()),
                Shown.cut(Shown.oneLine(decision.reason()), LONGEST_REASON));
    }
}
