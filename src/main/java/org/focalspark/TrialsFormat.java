package org.focalspark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.Model;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
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
     * What was saved.
     *
     * @param numFolds number of folds whose models were saved
     * @param foldsWithModel by candidate, the folds of which there is a model
     */
    record Saved(Trials trials, int numFolds, List<List<Integer>> foldsWithModel) {
        boolean isKept(int candidate, int fold) {
            return foldsWithModel.get(candidate).contains(fold);
        }
    }

    /**
     * Writes the trials.
     *
     * @param models models that are saved too, by fold and candidate, or none
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
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException that names the folder, if it cannot be read
     */
    static Saved read(ModelFolder folder, SparkSession spark) {
        return folder.read(TRIALS, path -> {
            List<Row> rows = new ArrayList<>(spark.read()
                    .option("parquet.page.verify-checksum.enabled", "true")
                    .parquet(new Path(path, TRIALS).toString())
                    .collectAsList());
            rows.sort(Comparator.comparingInt(row -> row.getInt(row.fieldIndex("candidate"))));
            return saved(rows);
        });
    }

    private static Saved saved(List<Row> rows) {
        if (rows.isEmpty() || rows.get(0).<Integer>getAs("formatVersion") > VERSION) {
            throw new IllegalStateException("its format is that of a newer release, or it is empty");
        }
        int size = rows.size();
        double[][] metrics = new double[size][];
        int[] passes = new int[size];
        double[] seconds = new double[size];
        String[] failures = new String[size];
        List<List<Integer>> folds = new ArrayList<>();
        int chosen = 0;
        for (int c = 0; c < size; c++) {
            Row row = rows.get(c);
            List<Double> values = row.getList(row.fieldIndex("metrics"));
            metrics[c] = values.stream().mapToDouble(Double::doubleValue).toArray();
            passes[c] = row.<Integer>getAs("passes");
            seconds[c] = row.<Double>getAs("seconds");
            failures[c] = row.getAs("failure");
            folds.add(row.getList(row.fieldIndex("foldsWithModel")));
            chosen = row.<Boolean>getAs("chosen") ? c : chosen;
        }
        int numFolds = rows.get(0).<Integer>getAs("numFoldsWithModels");
        return new Saved(new Trials(metrics, passes, seconds, failures, chosen), numFolds, folds);
    }
}
