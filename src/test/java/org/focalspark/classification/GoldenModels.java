package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.focalspark.storage.Checksums;
import org.focalspark.testkit.SparkSessions;

/** The models that a release leaves behind: how they are fitted, and their files. */
final class GoldenModels {
    static final String MODEL = "model";
    static final String INPUT = "input.csv";
    static final String EXPECTED = "expected.csv";
    /** What the features of the binomial model are called; those of the others have no names. */
    static final List<String> FEATURE_NAMES = List.of("age", "income in €", "a.b");

    /** Spark's dot products differ in the last bits from version to version. */
    private static final double REL_1E_12 = 1e-12;

    private static final int NUM_FEATURES = 3;
    private static final int NUM_TRAINING_ROWS = 120;
    private static final int NUM_INPUT_ROWS = 6;
    private static final List<String> OUTPUTS = List.of("rawPrediction", "probability", "prediction");

    private GoldenModels() {}

    /** By the name of their folder; with the params that change what a loaded model says. */
    static Map<String, Model<?>> fitted() {
        Map<String, Model<?>> models = new TreeMap<>();
        models.put(
                "binomial",
                new FocalLogisticRegression("goldenBinomial")
                        .setAlpha(0.25)
                        .setRegParam(0.01)
                        .fit(named(training(2)))
                        .setCalibration("posterior")
                        .setTargetPrior(new double[] {0.9, 0.1})
                        .setThreshold(0.3));
        models.put(
                "multinomial",
                new FocalLogisticRegression("goldenMultinomial")
                        .setGammas(new double[] {0.5, 1.0, 3.0})
                        .setLabelSmoothing(0.05)
                        .setRegParam(0.01)
                        .fit(training(3))
                        .setThresholds(new double[] {0.5, 0.3, 0.2}));
        models.put(
                "ovr",
                new FocalLogisticRegression("goldenOvr")
                        .setFamily("ovr")
                        .setLoss("poly1Focal")
                        .setClassWeights(new double[] {1.0, 2.0, 4.0})
                        .setRegParam(0.01)
                        .fit(training(3)));
        models.put(
                "multilabel",
                new FocalMultilabelClassifier("goldenMultilabel")
                        .setGammaPositive(1.0)
                        .setGammaNegative(4.0)
                        .setRegParam(0.01)
                        .fit(multilabelTraining())
                        .setThresholds(new double[] {0.3, 0.5, 0.6}));
        return models;
    }

    /** Writes a model, its input and what it says of it; saved is where it is put first. */
    static void write(Model<?> model, Path saved, Path folder) throws IOException {
        ((MLWritable) model).save(saved.toString());
        for (String part : List.of("metadata", "data")) {
            try (Stream<Path> files = Files.list(saved.resolve(part))) {
                Path file = files.filter(path -> path.getFileName().toString().startsWith("part-"))
                        .findFirst()
                        .orElseThrow();
                Path target = Files.createDirectories(folder.resolve(MODEL).resolve(part));
                if (part.equals("data")) {
                    Files.write(target.resolve("part-0.parquet"), Files.readAllBytes(file));
                } else {
                    String json = Files.readString(file).replaceFirst("\"timestamp\":\\d+", "\"timestamp\":0");
                    Files.writeString(target.resolve("part-0.txt"), json);
                }
            }
        }
        Configuration hadoop = new Configuration(false);
        new Checksums(
                        FileSystem.getLocal(hadoop).getRawFileSystem(),
                        new org.apache.hadoop.fs.Path(folder.resolve(MODEL).toUri()))
                .write();
        List<Vector> input = input();
        Files.writeString(folder.resolve(INPUT), lines(input.stream()));
        Files.writeString(folder.resolve(EXPECTED), lines(outputs(model, input)));
    }

    /** Loads the model in a folder, and compares its outputs with those that were saved beside it. */
    static void assertSaysWhatItSaid(Path folder) throws IOException {
        String path = folder.resolve(MODEL).toString();
        Model<?> model = folder.endsWith("multilabel")
                ? FocalMultilabelClassificationModel.load(path)
                : FocalLogisticRegressionModel.load(path);
        List<Vector> input = read(folder.resolve(INPUT));
        List<Vector> expected = read(folder.resolve(EXPECTED));
        List<Vector> actual = outputs(model, input).toList();
        assertThat(actual).hasSameSizeAs(expected).isNotEmpty();
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i).size()).isEqualTo(expected.get(i).size());
            for (int k = 0; k < actual.get(i).size(); k++) {
                double value = expected.get(i).apply(k);
                assertThat(actual.get(i).apply(k))
                        .as("%s, row %d, value %d", folder, i, k)
                        .isCloseTo(value, within(REL_1E_12 * Math.abs(value)));
            }
        }
    }

    /** All output columns of a model side by side, a vector per row. */
    static Stream<Vector> outputs(Model<?> model, List<Vector> input) {
        List<Row> rows = input.stream().map(RowFactory::create).toList();
        StructType schema = new StructType().add("features", SQLDataTypes.VectorType());
        return model.transform(session().createDataFrame(rows, schema)).collectAsList().stream()
                .map(row -> Vectors.dense(OUTPUTS.stream()
                        .map(column -> row.getAs(column))
                        .flatMapToDouble(value -> Arrays.stream(
                                value instanceof Vector vector ? vector.toArray() : new double[] {(Double) value}))
                        .toArray()));
    }

    static List<Vector> read(Path csv) throws IOException {
        return Files.readAllLines(csv).stream()
                .map(line -> Vectors.dense(Stream.of(line.split(",", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray()))
                .toList();
    }

    private static String lines(Stream<Vector> vectors) {
        return vectors.map(vector -> IntStream.range(0, vector.size())
                        .mapToObj(i -> Double.toString(vector.apply(i)))
                        .collect(Collectors.joining(",", "", "\n")))
                .collect(Collectors.joining());
    }

    private static List<Vector> input() {
        Random random = new Random(7L);
        return Stream.generate(() -> features(random)).limit(NUM_INPUT_ROWS).toList();
    }

    private static Vector features(Random random) {
        double[] values = new double[NUM_FEATURES];
        for (int j = 0; j < NUM_FEATURES; j++) {
            values[j] = Double.parseDouble(String.format(Locale.ROOT, "%.3f", 2 * random.nextGaussian()));
        }
        return Vectors.dense(values);
    }

    private static Dataset<Row> training(int numClasses) {
        Random random = new Random(numClasses);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < NUM_TRAINING_ROWS; i++) {
            Vector features = features(random);
            double position = features.apply(0) - 0.5 * features.apply(1) + 2 * random.nextGaussian();
            double label = position < 1 ? 0.0 : position < 4 || numClasses == 2 ? 1.0 : 2.0;
            rows.add(RowFactory.create(label, features));
        }
        return frame(rows, DataTypes.DoubleType);
    }

    /** With names for the features, which the model is to keep. */
    private static Dataset<Row> named(Dataset<Row> data) {
        Attribute[] attributes = FEATURE_NAMES.stream()
                .map(name -> NumericAttribute.defaultAttr().withName(name))
                .toArray(Attribute[]::new);
        Column features = data.col("features");
        return data.withColumn(
                "features", features.as("features", new AttributeGroup("features", attributes).toMetadata()));
    }

    private static Dataset<Row> multilabelTraining() {
        Random random = new Random(1L);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < NUM_TRAINING_ROWS; i++) {
            Vector features = features(random);
            double[] labels = new double[NUM_FEATURES];
            for (int k = 0; k < labels.length; k++) {
                labels[k] = features.apply(k) + 2 * random.nextGaussian() > k - 1 ? 1.0 : 0.0;
            }
            labels[i % NUM_FEATURES] = i % 5 == 0 ? Double.NaN : labels[i % NUM_FEATURES];
            rows.add(RowFactory.create(Vectors.dense(labels), features));
        }
        return frame(rows, SQLDataTypes.VectorType());
    }

    /** In one partition, so that no order of merging can show. */
    private static Dataset<Row> frame(List<Row> rows, DataType labels) {
        StructType schema = new StructType().add("label", labels).add("features", SQLDataTypes.VectorType());
        return session().createDataFrame(rows, schema).coalesce(1);
    }

    private static SparkSession session() {
        return SparkSessions.shared();
    }
}
