package org.focalspark.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.connect.proto.Expression.Literal;
import org.apache.spark.connect.proto.MlCommandResult;
import org.apache.spark.connect.proto.MlOperator.OperatorType;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.classification.FocalLogisticRegressionModel;
import org.focalspark.classification.FocalLogisticRegressionTrainingSummary;
import org.focalspark.classification.FocalMultilabelClassificationModel;
import org.focalspark.classification.FocalMultilabelClassifier;
import org.focalspark.evaluation.CalibrationEvaluator;
import org.focalspark.evaluation.FocalLossEvaluator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkproject.connect.grpc.StatusRuntimeException;

/** What Spark Connect's allow-list lets a client do with the stages, through a real server; and what it refuses. */
class ConnectIT {
    /** Sums of metrics are added in the order in which tasks end. */
    private static final double REL_1E_9 = 1e-9;

    private static final Vector POINT = Vectors.dense(0.3, -0.7, 1.1);
    private static final Map<String, Object> PARAMS =
            Map.of("gamma", 1.5, "regParam", 0.01, "weightCol", "weight", "maxIter", 50);
    private static final Map<String, Object> THREE_CLASSES =
            Map.of("labelCol", "class", "gammas", new double[] {0.5, 1.0, 2.0}, "family", "multinomial");
    private static final Map<String, Object> TAGS = Map.of("labelCol", "tags", "gammaNegative", 3.0);

    @TempDir
    private static Path folder;

    private static final AtomicInteger FOLDERS = new AtomicInteger();
    private static ConnectClient client;
    private static Dataset<Row> classicRows;
    private static Relation rows;
    private static String model;
    private static FocalLogisticRegressionModel expected;

    @BeforeAll
    static void fits() {
        client = new ConnectClient(ConnectServer.port());
        String path = newPath();
        ConnectData.frame().write().parquet(path);
        rows = ConnectClient.parquet(path);
        classicRows = ConnectServer.classicSession().read().parquet(path);
        model = client.fit(FocalLogisticRegression.class, PARAMS, rows);
        expected = new FocalLogisticRegression()
                .setGamma(1.5)
                .setRegParam(0.01)
                .setWeightCol("weight")
                .setMaxIter(50)
                .fit(classicRows);
    }

    @AfterAll
    static void leaves() {
        client.close();
    }

    @Test
    void fitsAndPredictsAsASessionWithoutConnect() {
        assertThat(client.fetch(model, "numClasses").getInteger()).isEqualTo(2);
        assertThat(client.fetch(model, "numFeatures").getInteger()).isEqualTo(3);
        assertThat(client.fetch(model, "predict", POINT).getDouble()).isEqualTo(expected.predict(POINT));
        assertSame(client.fetch(model, "predictRaw", POINT), expected.predictRaw(POINT));
        assertSame(client.fetch(model, "predictProbability", POINT), expected.predictProbability(POINT));
        assertThat(client.fetch(model, "toString").getString())
                .isEqualTo("FocalLogisticRegressionModel: uid=connected, numClasses=2, numFeatures=3");
    }

    @Test
    void fitsThreeClasses() {
        String classes = client.fit(FocalLogisticRegression.class, THREE_CLASSES, rows);
        FocalLogisticRegressionModel classic = new FocalLogisticRegression()
                .setLabelCol("class")
                .setGammas(new double[] {0.5, 1.0, 2.0})
                .setFamily("multinomial")
                .fit(classicRows);
        assertThat(client.fetch(classes, "numClasses").getInteger()).isEqualTo(3);
        assertSame(client.fetch(classes, "predictProbability", POINT), classic.predictProbability(POINT));
        assertThat(client.fetch(classes, "summary.accuracy").getDouble())
                .isEqualTo(classic.summary().accuracy());
    }

    @Test
    void transformsWithTheParamsThatTheClientSends() throws IOException {
        String path = newPath();
        client.saveModel(model, path, false);
        Dataset<Row> transformed =
                written(ConnectClient.transformed(model, Map.of("threshold", 0.2, "probabilityCol", "p"), rows));
        Dataset<Row> classic = FocalLogisticRegressionModel.load(path)
                .setThreshold(0.2)
                .setProbabilityCol("p")
                .transform(classicRows);
        assertThat(transformed.columns()).containsExactly(classic.columns());
        assertThat(transformed.collectAsList()).isEqualTo(classic.collectAsList());
    }

    @Test
    void savesAndLoadsModels() {
        String path = newPath();
        client.saveModel(model, path, false);
        assertRefused(() -> client.saveModel(model, path, false), "already exists");
        client.saveModel(model, path, true);
        MlCommandResult.MlOperatorInfo loaded =
                client.load(FocalLogisticRegressionModel.class, OperatorType.OPERATOR_TYPE_MODEL, path);
        assertThat(loaded.getUid()).isEqualTo("connected");
        assertThat(loaded.getParams().getParamsMap())
                .containsEntry("gamma", Literals.of(1.5))
                .containsEntry("weightCol", Literals.of("weight"))
                .hasSize(PARAMS.size());
        String id = loaded.getObjRef().getId();
        assertThat(client.fetch(id, "predictRaw", POINT)).isEqualTo(client.fetch(model, "predictRaw", POINT));
        assertThat(client.fetch(id, "hasSummary").getBoolean()).isFalse();
    }

    @Test
    void savesAndLoadsEstimators() {
        String path = newPath();
        client.saveEstimator(FocalLogisticRegression.class, PARAMS, path);
        MlCommandResult.MlOperatorInfo loaded =
                client.load(FocalLogisticRegression.class, OperatorType.OPERATOR_TYPE_ESTIMATOR, path);
        assertThat(loaded.getParams().getParamsMap())
                .containsEntry("maxIter", Literals.of(50))
                .hasSize(PARAMS.size());
        assertThat(FocalLogisticRegression.load(path).getGamma()).isEqualTo(1.5);
    }

    @Test
    void takesBoundsAsVectors() {
        String bounded =
                client.fit(FocalLogisticRegression.class, Map.of("upperBoundsOnIntercepts", Vectors.dense(-2.0)), rows);
        Vector margins = Literals.vector(client.fetch(bounded, "predictRaw", Vectors.dense(0.0, 0.0, 0.0)));
        assertThat(margins.apply(1)).isLessThanOrEqualTo(-2.0);
    }

    @Test
    void summaryIsThatOfASessionWithoutConnect() {
        FocalLogisticRegressionTrainingSummary classic = expected.summary();
        assertThat(client.fetch(model, "hasSummary").getBoolean()).isTrue();
        assertThat(client.fetch(model, "summary.totalIterations").getInteger()).isEqualTo(classic.totalIterations());
        assertSame(client.fetch(model, "summary.objectiveHistory"), Vectors.dense(classic.objectiveHistory()));
        assertSame(client.fetch(model, "summary.recallByLabel"), Vectors.dense(classic.recallByLabel()));
        for (String metric : List.of("accuracy", "weightedRecall", "weightedPrecision", "areaUnderROC")) {
            assertThat(client.fetch(model, "summary." + metric).getDouble())
                    .as(metric)
                    .isBetween(0.5, 1.0);
        }
        assertThat(client.fetch(model, "summary.areaUnderROC").getDouble())
                .isCloseTo(expected.binarySummary().areaUnderROC(), within(REL_1E_9));
        assertThat(client.fetch(model, "summary.weightCol").getString()).isEqualTo("weight");
        assertThat(written(ConnectClient.fetched(model, "summary.roc")).count())
                .isEqualTo(expected.binarySummary().roc().count());
        assertThat(written(ConnectClient.fetched(model, "summary.predictions")).count())
                .isEqualTo(classicRows.count());
    }

    @Test
    void evaluatesWithTheEvaluators() {
        Relation scored = ConnectClient.transformed(model, Map.of(), rows);
        Dataset<Row> classic = expected.transform(classicRows);
        assertThat(client.evaluate(FocalLossEvaluator.class, Map.of("gamma", 2.0), scored))
                .isCloseTo(new FocalLossEvaluator().setGamma(2.0).evaluate(classic), within(REL_1E_9));
        assertThat(client.evaluate(CalibrationEvaluator.class, Map.of("weightCol", "weight"), scored))
                .isCloseTo(new CalibrationEvaluator().setWeightCol("weight").evaluate(classic), within(REL_1E_9));
    }

    @Test
    void fitsTransformsSavesAndLoadsTags() throws IOException {
        String tags = client.fit(FocalMultilabelClassifier.class, TAGS, rows);
        assertThat(client.fetch(tags, "toString").getString()).contains("numLabels=3, numFeatures=3");
        FocalMultilabelClassificationModel classic = new FocalMultilabelClassifier()
                .setLabelCol("tags")
                .setGammaNegative(3.0)
                .fit(classicRows);
        assertThat(client.fetch(tags, "hasSummary").getBoolean()).isTrue();
        assertThat(client.fetch(tags, "summary.totalIterations").getInteger())
                .isEqualTo(classic.summary().totalIterations());
        assertSame(
                client.fetch(tags, "summary.objectiveHistory"),
                Vectors.dense(classic.summary().objectiveHistory()));
        String path = newPath();
        client.saveModel(tags, path, false);
        String id = client.load(FocalMultilabelClassificationModel.class, OperatorType.OPERATOR_TYPE_MODEL, path)
                .getObjRef()
                .getId();
        assertThat(written(ConnectClient.transformed(id, Map.of(), rows)).collectAsList())
                .isEqualTo(FocalMultilabelClassificationModel.load(path)
                        .transform(classicRows)
                        .collectAsList());
    }

    @Test
    void aSavedModelGivesItsCoefficientsToAnyReader() throws IOException {
        String path = newPath();
        client.saveModel(model, path, false);
        Row saved = written(ConnectClient.parquet(path + "/data")).head();
        FocalLogisticRegressionModel loaded = FocalLogisticRegressionModel.load(path);
        assertThat(saved.<Object>getAs("coefficientMatrix")).isEqualTo(loaded.coefficientMatrix());
        assertThat(saved.<Object>getAs("interceptVector")).isEqualTo(loaded.interceptVector());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "coefficients",
                "coefficientMatrix",
                "intercept",
                "interceptVector",
                "coefficientsByName",
                "featureNames",
                "classPriors",
                "binarySummary",
                "toSpark",
                "summary.converged",
                "summary.convergenceReason",
                "summary.gradientNorm",
                "summary.reliability"
            })
    void whatIsNotOnTheListIsRefused(String methods) {
        String method = methods.substring(methods.lastIndexOf('.') + 1);
        assertRefused(() -> client.fetch(model, methods), "CONNECT_ML.ATTRIBUTE_NOT_ALLOWED", method + " in ");
    }

    @Test
    void evaluateOfAModelIsNotOnTheList() {
        assertRefused(() -> client.fetch(model, "evaluate", rows), "CONNECT_ML.ATTRIBUTE_NOT_ALLOWED", "evaluate in ");
    }

    @Test
    void modelsOfTagsHaveNoAttributesOfClassifiers() {
        String tags = client.fit(FocalMultilabelClassifier.class, TAGS, rows);
        assertRefused(() -> client.fetch(tags, "numFeatures"), "CONNECT_ML.ATTRIBUTE_NOT_ALLOWED", "numFeatures in ");
        assertRefused(() -> client.fetch(tags, "predict", POINT), "CONNECT_ML.ATTRIBUTE_NOT_ALLOWED", "predict in ");
    }

    @Test
    void badParamsAndBadRowsAreRefusedInTheirOwnWords() {
        assertFitRefused(Map.of("gamma", -1.0), "gamma must be >= 0 and finite, but was -1.0.");
        assertFitRefused(Map.of("classWeights", new double[] {1.0, 0.0}), "classWeights must be > 0");
        assertFitRefused(Map.of("family", "no"), "family must be one of");
        assertFitRefused(Map.of("no", 1.0), "Param no does not exist");
        assertFitRefused(Map.of("labelCol", "weight"), "Labels MUST be Integers, but got 0.5");
        assertFitRefused(Map.of("weightCol", "no"), "Column 'no' does not exist. The columns are: label");
    }

    /** The server calls these by reflection. docs/connect.md says so; that of 4.1 passes the messages on. */
    @Test
    void errorsOfLoadPredictAndSummaryArriveWithoutAMessage() {
        String path = newPath();
        client.saveModel(model, path, false);
        String loaded = client.load(FocalLogisticRegressionModel.class, OperatorType.OPERATOR_TYPE_MODEL, path)
                .getObjRef()
                .getId();
        List<ThrowingCallable> calls = List.of(
                () -> client.load(FocalLogisticRegressionModel.class, OperatorType.OPERATOR_TYPE_MODEL, newPath()),
                () -> client.fetch(model, "predict", Vectors.dense(1.0)),
                () -> client.fetch(loaded, "summary.accuracy"));
        for (ThrowingCallable call : calls) {
            assertThatThrownBy(call).isInstanceOf(StatusRuntimeException.class).hasMessage("INTERNAL: ");
        }
    }

    @Test
    void startsFromASavedModel() {
        String path = newPath();
        client.saveModel(model, path, false);
        Map<String, Object> params = new HashMap<>(PARAMS);
        params.put("initialModelPath", path);
        String restarted = client.fit(FocalLogisticRegression.class, params, rows);
        assertThat(client.fetch(restarted, "summary.totalIterations").getInteger())
                .isLessThan(expected.summary().totalIterations());
    }

    @ParameterizedTest
    @ValueSource(classes = {FocalLogisticRegressionModel.class, FocalMultilabelClassificationModel.class})
    void aModelMadeOfItsParamsAloneRefusesToTransform(Class<?> type) {
        assertRefused(
                () -> client.write(ConnectClient.transformed(type, Map.of(), rows), newPath()),
                type.getSimpleName() + " 'connected' has no coefficients");
    }

    private static void assertFitRefused(Map<String, Object> params, String message) {
        assertRefused(() -> client.fit(FocalLogisticRegression.class, params, rows), message);
    }

    private static void assertRefused(ThrowingCallable call, String... words) {
        assertThatThrownBy(call).isInstanceOf(StatusRuntimeException.class).hasMessageContainingAll(words);
    }

    private static void assertSame(Literal actual, Vector vector) {
        double[] numbers = Literals.numbers(actual);
        assertThat(numbers).hasSize(vector.size());
        for (int i = 0; i < numbers.length; i++) {
            assertThat(numbers[i]).isCloseTo(vector.apply(i), within(REL_1E_9 * Math.abs(vector.apply(i))));
        }
    }

    /** Rows of the client, read without Connect. */
    private static Dataset<Row> written(Relation relation) {
        String path = newPath();
        client.write(relation, path);
        return ConnectServer.classicSession().read().parquet(path);
    }

    private static String newPath() {
        return folder.resolve(String.valueOf(FOLDERS.incrementAndGet())).toString();
    }
}
