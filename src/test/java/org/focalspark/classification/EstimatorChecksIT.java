package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What scikit-learn's check_estimator asks of every estimator and Spark's own tests do not, in the names of its checks:
 * check_fit_idempotent, check_dont_overwrite_attributes, check_dict_unchanged, check_methods_subset_invariance,
 * check_methods_sample_order_invariance, check_fit2d_1sample, check_fit2d_1feature, check_decision_proba_consistency,
 * check_sample_weight_equivalence.
 */
@Tag("once")
class EstimatorChecksIT {
    private static final double REL_1E_12 = 1e-12;
    private static final String[] OUTPUTS = {"rawPrediction", "probability", "prediction"};
    private static final int NUM_ROWS = 40;

    private static Dataset<Row> frame(List<Row> rows, boolean multilabel) {
        return multilabel ? MultilabelData.frame(rows) : ReferenceData.frame(rows);
    }

    private static List<Row> rows(String family) {
        return switch (family) {
            case "multilabel" -> MultilabelData.threeLabels(120);
            case "binomial" -> ReferenceData.rows();
            default -> ReferenceData.threeClasses().collectAsList();
        };
    }

    private static Arguments classifier(String name, String family, UnaryOperator<FocalLogisticRegression> change) {
        FocalLogisticRegression estimator =
                change.apply(new FocalLogisticRegression().setFamily(family)).setMaxIter(5);
        return Arguments.of(Named.of(name, estimator), family);
    }

    static Stream<Arguments> estimators() {
        return Stream.of(
                classifier("binomial", "binomial", e -> e.setAlpha(0.25)),
                classifier("lasso", "binomial", e -> e.setRegParam(0.05).setElasticNetParam(1.0)),
                classifier("convex", "binomial", e -> e.setLoss("convexFocal")),
                classifier("poly1", "binomial", e -> e.setLoss("poly1Focal").setLabelSmoothing(0.1)),
                classifier("normalized", "binomial", e -> e.setNormalized(true)),
                classifier("multinomial", "multinomial", e -> e.setClassWeightMode("balanced")),
                classifier("ovr", "ovr", e -> e.setCalibration("posterior")),
                Arguments.of(Named.of("multilabel", new FocalMultilabelClassifier().setMaxIter(5)), "multilabel"));
    }

    private static List<String> outputs(Model<?> model, Dataset<Row> data) {
        return ExactValues.of(model.transform(data), OUTPUTS);
    }

    @ParameterizedTest
    @MethodSource("estimators")
    void fitTwiceGivesTheSameBits(Estimator<?> estimator, String family) {
        Dataset<Row> data = SparkSessions.partitioned(frame(rows(family), family.equals("multilabel")), 9);
        assertThat(outputs((Model<?>) estimator.fit(data), data))
                .isEqualTo(outputs((Model<?>) estimator.fit(data), data));
    }

    @ParameterizedTest
    @MethodSource("estimators")
    void fitAndTransformLeaveTheParamsAsTheyAre(Estimator<?> estimator, String family) {
        Dataset<Row> data = frame(rows(family).subList(0, NUM_ROWS), family.equals("multilabel"));
        String before = estimator.explainParams();
        Model<?> model = (Model<?>) estimator.fit(data);
        assertThat(estimator.explainParams()).isEqualTo(before);
        String fitted = model.explainParams();
        outputs(model, data);
        assertThat(model.explainParams()).isEqualTo(fitted);
    }

    @ParameterizedTest
    @MethodSource("estimators")
    void aRowIsScoredAlikeAloneAndInAnyOrder(Estimator<?> estimator, String family) {
        boolean multilabel = family.equals("multilabel");
        List<Row> rows = rows(family);
        Model<?> model = (Model<?>) estimator.fit(frame(rows, multilabel));
        List<Row> few = new ArrayList<>(rows.subList(0, NUM_ROWS));
        List<String> together = outputs(model, frame(few, multilabel));
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, NUM_ROWS).boxed().toList());
        Collections.shuffle(order, new Random(5L));
        assertThat(outputs(model, frame(order.stream().map(few::get).toList(), multilabel)))
                .isEqualTo(order.stream().map(together::get).toList());
        assertThat(outputs(model, frame(few, multilabel).repartition(7))).containsExactlyInAnyOrderElementsOf(together);
        for (int i : new int[] {0, 7, NUM_ROWS - 1}) {
            assertThat(outputs(model, frame(few.subList(i, i + 1), multilabel))).containsExactly(together.get(i));
        }
        assertThat(outputs(model, frame(List.of(), multilabel))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("estimators")
    void aVectorIsScoredAlikeHoweverItIsStored(Estimator<?> estimator, String family) {
        boolean multilabel = family.equals("multilabel");
        List<Row> rows = rows(family);
        Model<?> model = (Model<?>) estimator.fit(frame(rows, multilabel));
        List<Row> few = rows.subList(0, NUM_ROWS);
        List<Row> dense = model.transform(frame(few, multilabel)).collectAsList();
        List<Row> sparse = model.transform(
                        frame(few.stream().map(EstimatorChecksIT::sparse).toList(), multilabel))
                .collectAsList();
        for (int i = 0; i < NUM_ROWS; i++) {
            double[] expected = dense.get(i).<Vector>getAs("rawPrediction").toArray();
            assertThat(sparse.get(i).<Vector>getAs("rawPrediction").toArray())
                    .containsExactly(expected, within(REL_1E_12 * (1 + Math.abs(expected[0]))));
        }
    }

    private static Row sparse(Row row) {
        return RowFactory.create(row.get(0), row.get(1), row.<Vector>getAs(2).toSparse());
    }

    /** One row is data of one class: a constant model that is certain of it, as of any other data of one class. */
    @ParameterizedTest
    @ValueSource(doubles = {0.0, 1.0})
    void oneRowIsEnough(double label) {
        Dataset<Row> one = ReferenceData.frame(List.of(RowFactory.create(label, 1.0, Vectors.dense(3.0, -1.0))));
        FocalLogisticRegressionModel model = new FocalLogisticRegression().fit(one);
        assertThat(model.coefficients().toArray()).containsExactly(0.0, 0.0);
        assertThat(model.intercept()).isEqualTo(label == 1.0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
        assertThat(model.transform(one).head().<Double>getAs("prediction")).isEqualTo(label);
    }

    @Test
    void oneRowOfAClassThatIsNotTheFirstTwoIsEnough() {
        Dataset<Row> one = ReferenceData.frame(List.of(RowFactory.create(2.0, 1.0, Vectors.dense(3.0))));
        for (String family : List.of("multinomial", "ovr")) {
            FocalLogisticRegressionModel model =
                    new FocalLogisticRegression().setFamily(family).fit(one);
            assertThat(model.predict(Vectors.dense(-5.0))).isEqualTo(2.0);
            assertThat(model.predictProbability(Vectors.dense(0.0)).toArray()).containsExactly(0.0, 0.0, 1.0);
        }
    }

    @Test
    void oneRowOfSeveralLabelsIsEnough() {
        Dataset<Row> one =
                MultilabelData.frame(List.of(RowFactory.create(Vectors.dense(1.0, 0.0), 1.0, Vectors.dense(3.0, 4.0))));
        FocalMultilabelClassificationModel model = new FocalMultilabelClassifier().fit(one);
        assertThat(model.predictProbability(Vectors.dense(0.0, 9.0)).toArray()).containsExactly(1.0, 0.0);
    }

    @ParameterizedTest
    @MethodSource("estimators")
    void oneFeatureIsEnough(Estimator<?> estimator, String family) {
        boolean multilabel = family.equals("multilabel");
        List<Row> narrow = rows(family).stream()
                .map(row -> RowFactory.create(
                        row.get(0),
                        row.get(1),
                        Vectors.dense(row.<Vector>getAs(2).apply(0))))
                .toList();
        Model<?> model = (Model<?>) estimator.fit(frame(narrow, multilabel));
        assertThat(outputs(model, frame(narrow, multilabel)))
                .hasSize(narrow.size())
                .noneMatch(row -> row.contains("NaN"));
    }

    @Test
    void vectorsWithoutFeaturesAreRefused() {
        Dataset<Row> none = ReferenceData.frame(List.of(
                RowFactory.create(0.0, 1.0, Vectors.dense(new double[0])),
                RowFactory.create(1.0, 1.0, Vectors.dense(new double[0]))));
        assertThatThrownBy(() -> new FocalLogisticRegression().fit(none))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("features");
    }

    /** Whatever the loss, and however probabilities are made of margins. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "focal", "posterior"})
    void theProbabilityOfABinaryModelNeverFallsAsTheMarginRises(String calibration) {
        List<UnaryOperator<FocalLogisticRegression>> losses = List.of(
                e -> e.setGamma(0.0),
                e -> e.setGamma(0.5).setAlpha(0.9),
                e -> e.setGamma(5.0),
                e -> e.setGammaPositive(0.0).setGammaNegative(4.0),
                e -> e.setLoss("convexFocal").setGamma(3.0),
                e -> e.setLoss("poly1Focal").setPolyEpsilon(2.0),
                e -> e.setLoss("poly1Focal").setPolyEpsilon(-0.9),
                e -> e.setLabelSmoothing(0.2));
        for (UnaryOperator<FocalLogisticRegression> loss : losses) {
            FocalLogisticRegressionModel model = loss.apply(
                            new FocalLogisticRegression().setMaxIter(5).setCalibration(calibration))
                    .fit(ReferenceData.dense());
            double previous = -1.0;
            double slope = model.coefficients().apply(0);
            for (int step = -2000; step <= 2000; step++) {
                double margin = step / 40.0;
                Vector x = Vectors.dense((margin - model.intercept()) / slope, 0.0, 0.0, 0.0);
                double probability = model.predictProbability(x).apply(1);
                assertThat(probability).as("at margin %s", margin).isBetween(Math.max(previous, 0.0), 1.0);
                previous = probability;
            }
            assertThat(previous).isGreaterThan(0.5);
        }
    }

    @ParameterizedTest
    @MethodSource("estimators")
    void weightsOfOneAreNoWeights(Estimator<?> estimator, String family) {
        Dataset<Row> data = SparkSessions.partitioned(frame(rows(family), family.equals("multilabel")), 9);
        Estimator<?> weighted = (Estimator<?>) estimator.copy(ParamMap.empty());
        weighted.set("weightCol", "one");
        Dataset<Row> ones = data.withColumn("one", functions.lit(1.0));
        assertThat(outputs((Model<?>) weighted.fit(ones), data))
                .isEqualTo(outputs((Model<?>) estimator.fit(data), data));
    }
}
