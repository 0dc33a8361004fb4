package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.LongAccumulator;
import org.focalspark.param.FocalTrainingSetters;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several labels in one fit: each as if it were fitted alone on the rows where it is known. */
@Tag("once")
class MultilabelIT {
    private static final double REL_1E_6 = 1e-6;
    private static final double REL_1E_12 = 1e-12;
    private static final double REL_3_PERCENT = 0.03;
    private static final int NUM_ROWS = 6000;
    private static final double[] ALPHAS = {0.5, 0.25, 0.75, 0.4, 0.6, 0.3, 0.9, 0.8};

    private static final List<Row> ROWS = MultilabelData.rows(NUM_ROWS);
    private static Dataset<Row> data;
    private static Dataset<Row> few;

    @BeforeAll
    static void cache() {
        data = MultilabelData.frame(ROWS).cache();
        few = MultilabelData.frame(MultilabelData.threeLabels(400)).cache();
    }

    @AfterAll
    static void giveBack() {
        data.unpersist(true);
        few.unpersist(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"logLoss", "alphas", "asymmetric", "convexFocal", "poly1Focal"})
    void everyLabelHasTheCoefficientsOfAFitOfItsOwn(String kind) {
        FocalMultilabelClassifier all = exact(new FocalMultilabelClassifier(), kind);
        FocalMultilabelClassificationModel actual = (kind.equals("alphas") ? all.setAlphas(ALPHAS) : all).fit(data);
        for (int k : kind.equals("alphas") ? IntStream.range(0, 8).toArray() : new int[] {0, 4, 7}) {
            FocalLogisticRegression alone =
                    exact(new FocalLogisticRegression(), kind).setFamily("binomial");
            FocalLogisticRegressionModel expected =
                    (kind.equals("alphas") ? alone.setAlpha(ALPHAS[k]) : alone).fit(knownRows(k));
            assertLabel(actual, k, expected.coefficients(), expected.intercept());
            assertThat(actual.labelPriors().apply(k))
                    .isCloseTo(expected.classPriors().apply(1), within(REL_1E_12));
        }
    }

    @Test
    void withGammaZeroEveryLabelIsSparksLogisticRegression() {
        FocalMultilabelClassificationModel actual =
                exact(new FocalMultilabelClassifier(), "logLoss").fit(data);
        for (int k = 0; k < MultilabelData.NUM_LABELS; k++) {
            LogisticRegressionModel expected = new LogisticRegression()
                    .setWeightCol("weight")
                    .setTol(1e-14)
                    .setMaxIter(2000)
                    .fit(knownRows(k));
            assertLabel(actual, k, expected.coefficients(), expected.intercept());
        }
    }

    @Test
    void calibratedProbabilitiesArePosteriorsAndMeanWhatIsObserved() {
        FocalMultilabelClassificationModel model =
                new FocalMultilabelClassifier().setTol(1e-9).fit(data);
        double[] calibrated = probabilityErrors(model, "auto");
        double[] bare = probabilityErrors(model, "none");
        for (int k = 0; k < MultilabelData.NUM_LABELS; k++) {
            assertThat(calibrated[k]).as("label %d", k).isLessThan(0.5 * bare[k]);
        }
        double[] observed = new double[MultilabelData.NUM_LABELS];
        double[] predicted = new double[MultilabelData.NUM_LABELS];
        for (Row row : model.transform(data).collectAsList()) {
            Vector labels = row.getAs("label");
            for (int k = 0; k < observed.length; k++) {
                if (!Double.isNaN(labels.apply(k))) {
                    observed[k] += labels.apply(k);
                    predicted[k] += row.<Vector>getAs("probability").apply(k);
                }
            }
        }
        for (int k = 0; k < observed.length; k++) {
            assertThat(predicted[k]).as("label %d", k).isCloseTo(observed[k], within(REL_3_PERCENT * observed[k]));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "double, NULL, true",
        "int, NULL, false",
        "int, NULL, true",
        "'decimal(3,1)', NULL, true",
        "int, -1, true"
    })
    void arraysWithNullsAndAnIgnoredLabelAreVectorsWithNaN(String type, String unknown, boolean ansi) {
        SparkSession session = SparkSessions.shared();
        String before = session.conf().get("spark.sql.ansi.enabled");
        Dataset<Row> arrays = few.withColumn(
                        "label", org.apache.spark.ml.functions.vector_to_array(few.col("label"), "float64"))
                .withColumn(
                        "label",
                        functions.expr("CAST(transform(label, x -> IF(isnan(x), " + unknown + ", x)) AS array<" + type
                                + ">)"));
        session.conf().set("spark.sql.ansi.enabled", ansi);
        try {
            FocalMultilabelClassifier estimator = new FocalMultilabelClassifier().setMaxIter(5);
            List<String> expected = ExactValues.of(estimator.fit(few).transform(few), "probability", "predictedLabels");
            FocalMultilabelClassifier reader = unknown.equals("-1") ? estimator.setIgnoreLabel(-1) : estimator;
            assertThat(ExactValues.of(reader.fit(arrays).transform(arrays), "probability", "predictedLabels"))
                    .isEqualTo(expected);
        } finally {
            session.conf().set("spark.sql.ansi.enabled", before);
        }
    }

    @Test
    void aLabelOfAllRowsIsCertainAndLeavesTheOthersAsTheyAre(@TempDir Path folder) throws IOException {
        Dataset<Row> one = MultilabelData.withThirdLabel(few, 1.0);
        FocalMultilabelClassificationModel model =
                exact(new FocalMultilabelClassifier(), "focal").fit(one);
        FocalMultilabelClassificationModel others =
                exact(new FocalMultilabelClassifier(), "focal").fit(few);
        for (int k = 0; k < 2; k++) {
            assertLabel(
                    model, k, coefficients(others, k), others.interceptVector().apply(k));
        }
        assertThat(model.interceptVector().apply(2)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(coefficients(model, 2).numNonzeros()).isZero();
        for (String calibration : List.of("none", "focal", "posterior")) {
            assertThat(model.setCalibration(calibration)
                            .predictProbability(Vectors.zeros(10))
                            .apply(2))
                    .isEqualTo(1.0);
        }
        model.save(folder.resolve("model").toString());
        FocalMultilabelClassificationModel loaded =
                FocalMultilabelClassificationModel.load(folder.resolve("model").toString());
        assertThat(ExactValues.of(loaded.transform(one), "rawPrediction", "probability", "predictedLabels"))
                .isEqualTo(ExactValues.of(model.transform(one), "rawPrediction", "probability", "predictedLabels"));
    }

    @Test
    void aLabelOfNoRowIsImpossibleAndOneOfAllRowsFiniteWhereLabelsAreSmoothed() {
        assertThat(new FocalMultilabelClassifier()
                        .setMaxIter(3)
                        .fit(MultilabelData.withThirdLabel(few, 0.0))
                        .predictProbability(Vectors.zeros(10))
                        .apply(2))
                .isZero();
        for (String mode : List.of("none", "balanced", "effectiveNumber")) {
            FocalMultilabelClassificationModel smoothed = new FocalMultilabelClassifier()
                    .setLabelSmoothing(0.1)
                    .setClassWeightMode(mode)
                    .fit(MultilabelData.withThirdLabel(few, 1.0));
            assertThat(smoothed.interceptVector().apply(2)).as(mode).isFinite().isPositive();
            assertThat(smoothed.predictProbability(Vectors.zeros(10)).apply(2)).isGreaterThan(0.99);
        }
    }

    @Test
    void rowsOfNoKnownLabelChangeNothingWithoutStandardization() {
        Dataset<Row> unknown = few.withColumn("label", constant(Double.NaN));
        FocalMultilabelClassifier estimator = exact(new FocalMultilabelClassifier(), "focal");
        FocalMultilabelClassificationModel expected = estimator.fit(few);
        FocalMultilabelClassificationModel actual = estimator.fit(few.union(unknown));
        for (int k = 0; k < 3; k++) {
            assertLabel(
                    actual,
                    k,
                    coefficients(expected, k),
                    expected.interceptVector().apply(k));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 300, 3000})
    void takesOneLabelAndManyOfThem(int numLabels) {
        List<Row> rows = new ArrayList<>();
        for (Row row : ROWS.subList(0, numLabels > 1000 ? 40 : 400)) {
            double[] three = row.<Vector>getAs(0).toArray();
            rows.add(RowFactory.create(
                    Vectors.dense(IntStream.range(0, numLabels)
                            .mapToDouble(k -> three[k % 3])
                            .toArray()),
                    row.get(1),
                    row.get(2)));
        }
        Dataset<Row> wide = MultilabelData.frame(rows);
        FocalMultilabelClassificationModel model = new FocalMultilabelClassifier()
                .setMaxIter(numLabels > 1000 ? 2 : 10)
                .setRegParam(0.1)
                .fit(wide);
        assertThat(model.numLabels()).isEqualTo(numLabels);
        Row scored = model.transform(wide).first();
        Vector probability = scored.getAs("probability");
        assertThat(probability.size()).isEqualTo(numLabels);
        for (int k = 3; k < numLabels; k++) {
            assertThat(probability.apply(k)).isCloseTo(probability.apply(k % 3), within(REL_1E_12));
        }
    }

    @Test
    void sparseFeaturesGiveTheSameModel() {
        Dataset<Row> sparse = MultilabelData.frame(few.collectAsList().stream()
                .map(row -> RowFactory.create(
                        row.<Vector>getAs(0).toSparse(),
                        row.get(1),
                        row.<Vector>getAs(2).toSparse()))
                .toList());
        FocalMultilabelClassifier estimator = exact(new FocalMultilabelClassifier(), "focal");
        FocalMultilabelClassificationModel expected = estimator.fit(few);
        FocalMultilabelClassificationModel actual = estimator.fit(sparse);
        for (int k = 0; k < 3; k++) {
            assertLabel(
                    actual,
                    k,
                    coefficients(expected, k),
                    expected.interceptVector().apply(k));
        }
        List<Row> ofSparse = actual.transform(sparse).select("probability").collectAsList();
        List<Row> ofDense = actual.transform(few).select("probability").collectAsList();
        for (int i = 0; i < ofDense.size(); i++) {
            // not bit for bit: Spark's products of sparse and dense vectors add up in another order
            assertThat(ofSparse.get(i).<Vector>getAs(0).toArray())
                    .containsExactly(ofDense.get(i).<Vector>getAs(0).toArray(), within(1e-14));
        }
    }

    @Test
    void readsAnUncachedInputOnce() {
        LongAccumulator rowsRead = SparkSessions.shared().sparkContext().longAccumulator("rows read");
        UDF1<Double, Double> counting = weight -> {
            rowsRead.add(1);
            return weight;
        };
        Dataset<Row> counted = few.withColumn(
                "weight",
                functions
                        .udf(counting, DataTypes.DoubleType)
                        .asNondeterministic()
                        .apply(few.col("weight")));
        FocalMultilabelClassificationModel model =
                new FocalMultilabelClassifier().setWeightCol("weight").fit(counted);
        assertThat(model.summary().totalIterations()).isGreaterThan(3);
        assertThat(rowsRead.value()).isEqualTo(400);
    }

    @Test
    void takesColumnNamesWithDots() {
        Dataset<Row> dotted = few.toDF("my.label", "my.weight", "my.features");
        FocalMultilabelClassificationModel model = new FocalMultilabelClassifier()
                .setLabelCol("my.label")
                .setWeightCol("my.weight")
                .setFeaturesCol("my.features")
                .setRawPredictionCol("my.margin")
                .setProbabilityCol("my.probability")
                .setPredictionCol("my.prediction")
                .setPredictedLabelsCol("my.set")
                .setMaxIter(3)
                .fit(dotted);
        assertThat(model.transform(dotted).columns())
                .containsExactly(
                        "my.label",
                        "my.weight",
                        "my.features",
                        "my.margin",
                        "my.probability",
                        "my.prediction",
                        "my.set");
        assertThat(model.transform(dotted).collectAsList()).hasSize(400);
    }

    /** Without penalty, and to the last digits: a rare label is a small part of an objective that stops as a whole. */
    private static <S extends FocalTrainingSetters<S>> S exact(S estimator, String kind) {
        S exact = estimator.setTol(1e-15).setMaxIter(2000).setWeightCol("weight");
        return switch (kind) {
            case "logLoss" -> exact.setGamma(0);
            case "asymmetric" -> exact.setGammaPositive(0).setGammaNegative(4);
            case "convexFocal", "poly1Focal" -> exact.setLoss(kind);
            default -> exact;
        };
    }

    private static Dataset<Row> knownRows(int k) {
        return ReferenceData.frame(ROWS.stream()
                .filter(row -> !Double.isNaN(row.<Vector>getAs(0).apply(k)))
                .map(row -> RowFactory.create(row.<Vector>getAs(0).apply(k), row.get(1), row.get(2)))
                .toList());
    }

    private static void assertLabel(
            FocalMultilabelClassificationModel model, int k, Vector coefficients, double intercept) {
        double[] tolerance = Arrays.stream(coefficients.toArray())
                .map(value -> REL_1E_6 * Math.max(1.0, Math.abs(value)))
                .toArray();
        for (int j = 0; j < tolerance.length; j++) {
            assertThat(model.coefficientMatrix().apply(k, j))
                    .as("label %d, feature %d", k, j)
                    .isCloseTo(coefficients.apply(j), within(tolerance[j]));
        }
        assertThat(model.interceptVector().apply(k))
                .as("label %d", k)
                .isCloseTo(intercept, within(REL_1E_6 * Math.max(1.0, Math.abs(intercept))));
    }

    private static Vector coefficients(FocalMultilabelClassificationModel model, int k) {
        return Vectors.dense(IntStream.range(0, model.numFeatures())
                .mapToDouble(j -> model.coefficientMatrix().apply(k, j))
                .toArray());
    }

    /** Mean distance between the probability of each label and the posterior that it was drawn from. */
    private static double[] probabilityErrors(FocalMultilabelClassificationModel model, String calibration) {
        FocalMultilabelClassificationModel scoring =
                model.copy(ParamMap.empty()).setCalibration(calibration);
        double[] errors = new double[MultilabelData.NUM_LABELS];
        for (Row row : ROWS) {
            Vector probability = scoring.predictProbability(row.getAs(2));
            double[] posteriors = MultilabelData.posteriors(row.getAs(2));
            for (int k = 0; k < errors.length; k++) {
                errors[k] += Math.abs(probability.apply(k) - posteriors[k]) / NUM_ROWS;
            }
        }
        return errors;
    }

    private static Column constant(double value) {
        return org.apache.spark.ml.functions.array_to_vector(
                functions.array(functions.lit(value), functions.lit(value), functions.lit(value)));
    }
}
