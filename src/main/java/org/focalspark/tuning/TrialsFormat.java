package org.focalspark.tuning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.Model;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.focalspark.model.SavedRow;
import org.focalspark.saving.ModelFolder;
import org.jspecify.annotations.Nullable;

/** Saved format of {@link Trials}: a Parquet row per candidate in the folder {@code trials}. */
final class TrialsFormat {
    private static final int VERSION = 1;
    private static final String TRIALS = "trials";
    private static final DataType NUMBERS = DataTypes.createArrayType(DataTypes.DoubleType, false);

    private static final StructType SCHEMA = new StructType()
            .add("formatVersion", DataTypes.IntegerType)
            .add("candidate", DataTypes.IntegerType)
            .add("metrics", NUMBERS)
            .add("passes", DataTypes.IntegerType)
            .add("seconds", DataTypes.DoubleType)
            .add("failure", DataTypes.StringType)
            .add("chosen", DataTypes.BooleanType)
            .add("foldsWithModel", DataTypes.createArrayType(DataTypes.IntegerType, false))
            .add("numFoldsWithModels", DataTypes.IntegerType);

    private TrialsFormat() {}

    /**
     * Contents of a saved folder of trials.
     *
     * @param numFolds number of folds whose models were saved
     * @param foldsWithModel folds with a saved model, by candidate
     */
    record Saved(Trials trials, int numFolds, List<List<Integer>> foldsWithModel) {
        boolean isKept(int candidate, int fold) {
            return foldsWithModel.get(candidate).contains(fold);
        }
    }

    /**
     * Writes the trials.
     *
     * @param models models that are saved too, by fold and candidate; empty if none are saved
     */
    static void write(Trials trials, @Nullable Model<?>[][] models, String path, SparkSession spark) {
        List<Row> rows = new ArrayList<>();
        for (int c = 0; c < trials.numCandidates(); c++) {
            List<Integer> folds = new ArrayList<>();
            for (int fold = 0; fold < models.length; fold++) {
                if (models[fold][c] != null) {
                    folds.add(fold);
                }
            }
            rows.add(RowFactory.create(
                    VERSION,
                    c,
                    trials.metrics(c),
                    trials.passes(c).orElse(-1),
                    trials.seconds(c),
                    trials.failure(c),
                    c == trials.chosen(),
                    folds.toArray(Integer[]::new),
                    models.length));
        }
        spark.createDataFrame(rows, SCHEMA).coalesce(1).write().parquet(new Path(path, TRIALS).toString());
    }

    /**
     * Reads the trials that {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the folder is unreadable or its trials are not valid; the message names the
     *     folder
     */
    static Saved read(ModelFolder folder, SparkSession spark) {
        return folder.read(TRIALS, path -> {
            List<SavedRow> rows = new ArrayList<>(spark
                    .read()
                    .option("parquet.page.verify-checksum.enabled", "true")
                    .parquet(new Path(path, TRIALS).toString())
                    .collectAsList()
                    .stream()
                    .map(row -> new SavedRow(row, SCHEMA))
                    .toList());
            SavedRow.require(!rows.isEmpty(), "it has no row");
            SavedRow.require(
                    rows.stream().allMatch(row -> row.number("formatVersion") == VERSION),
                    "its format version is not " + VERSION + ": load it with a newer release");
            rows.sort(Comparator.comparingInt(row -> row.number("candidate")));
            return saved(rows);
        });
    }

    private static Saved saved(List<SavedRow> rows) {
        int size = rows.size();
        double[][] metrics = new double[size][];
        int[] passes = new int[size];
        double[] seconds = new double[size];
        String[] failures = new String[size];
        List<List<Integer>> folds = new ArrayList<>();
        int numFolds = rows.get(0).number("numFoldsWithModels");
        for (int c = 0; c < size; c++) {
            SavedRow row = rows.get(c);
            SavedRow.require(row.number("candidate") == c, "it has no candidate " + c);
            metrics[c] = row.numbers("metrics");
            SavedRow.require(
                    metrics[c].length == metrics[0].length && row.number("numFoldsWithModels") == numFolds,
                    "its candidates have different folds");
            passes[c] = row.number("passes");
            seconds[c] = row.cell("seconds");
            failures[c] = row.cell("failure");
            folds.add(row.list("foldsWithModel"));
        }
        SavedRow.require(numFolds == 0 || numFolds == metrics[0].length, "it has models of " + numFolds + " folds");
        requireFolds(folds, numFolds);
        return new Saved(new Trials(metrics, passes, seconds, failures, chosen(rows)), numFolds, folds);
    }

    private static void requireFolds(List<List<Integer>> folds, int numFolds) {
        SavedRow.require(
                folds.stream().flatMap(List::stream).allMatch(fold -> fold >= 0 && fold < numFolds),
                "it has a model of a fold that does not exist");
    }

    private static int chosen(List<SavedRow> rows) {
        List<Integer> chosen = IntStream.range(0, rows.size())
                .filter(c -> rows.get(c).<Boolean>cell("chosen"))
                .boxed()
                .toList();
        SavedRow.require(chosen.size() == 1, "it has " + chosen.size() + " chosen candidates");
        return chosen.get(0);
    }

    /**
     * Checks that the trials belong to their stage.
     *
     * @throws IllegalArgumentException if they belong to another stage; the message names the folder
     */
    static void requireCandidates(ModelFolder folder, Trials trials, int numCandidates, int numFolds) {
        folder.read(TRIALS, path -> {
            SavedRow.require(
                    trials.numCandidates() == numCandidates && trials.metrics(0).length == numFolds,
                    String.format(
                            "it has %d candidates and %d folds, but its stage %d and %d",
                            trials.numCandidates(), trials.metrics(0).length, numCandidates, numFolds));
            return trials;
        });
    }
}
