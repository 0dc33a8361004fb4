package org.focalspark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Modifier;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.classification.FocalLogisticRegressionModel;
import org.focalspark.classification.FocalMultilabelClassificationModel;
import org.focalspark.classification.FocalMultilabelClassifier;
import org.focalspark.evaluation.CalibrationEvaluator;
import org.focalspark.evaluation.FocalLossEvaluator;
import org.focalspark.feature.TableVectorizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How Spark Connect's server finds stages, and what the models refuse that it makes of a uid alone. */
class ConnectOperatorsTest {
    private static final FocalLogisticRegressionModel MODEL = new FocalLogisticRegressionModel("bare");
    private static final FocalMultilabelClassificationModel LABELS = new FocalMultilabelClassificationModel("bare");

    @Test
    void everyStageIsAService() {
        assertThat(services(Estimator.class))
                .containsExactly(FocalLogisticRegression.class, FocalMultilabelClassifier.class);
        assertThat(services(Transformer.class))
                .containsExactly(
                        FocalLogisticRegressionModel.class,
                        FocalMultilabelClassificationModel.class,
                        TableVectorizer.class);
        assertThat(services(Evaluator.class)).containsExactly(CalibrationEvaluator.class, FocalLossEvaluator.class);
    }

    /** The server makes a stage by its constructor with a uid, and loads it by one of its static methods. */
    @ParameterizedTest
    @MethodSource("allServices")
    void everyServiceIsMadeAndLoadedAsTheServerDoes(Class<?> type) throws ReflectiveOperationException {
        Object stage = type.getConstructor(String.class).newInstance("given");
        assertThat(((Identifiable) stage).uid()).isEqualTo("given");
        for (String method : List.of("load", "read")) {
            Class<?>[] args = method.equals("load") ? new Class<?>[] {String.class} : new Class<?>[0];
            assertThat(Modifier.isStatic(type.getMethod(method, args).getModifiers()))
                    .as(method)
                    .isTrue();
        }
    }

    @Test
    void aModelWithoutCoefficientsRefusesEveryUseOfThem() {
        assertRefused(MODEL::numClasses);
        assertRefused(MODEL::numFeatures);
        assertRefused(MODEL::coefficients);
        assertRefused(MODEL::intercept);
        assertRefused(MODEL::coefficientMatrix);
        assertRefused(MODEL::interceptVector);
        assertRefused(MODEL::classPriors);
        assertRefused(MODEL::toSpark);
        assertRefused(MODEL::estimatedSize);
        assertRefused(MODEL::write);
        assertRefused(() -> MODEL.predict(Vectors.dense(1.0)));
        assertRefused(() -> MODEL.predictRaw(Vectors.dense(1.0)));
        assertRefused(() -> MODEL.predictProbability(Vectors.dense(1.0)));
    }

    @Test
    void aModelOfLabelsWithoutCoefficientsRefusesEveryUseOfThem() {
        assertRefused(LABELS::numLabels);
        assertRefused(LABELS::numFeatures);
        assertRefused(LABELS::coefficientMatrix);
        assertRefused(LABELS::interceptVector);
        assertRefused(LABELS::labelPriors);
        assertRefused(LABELS::estimatedSize);
        assertRefused(LABELS::write);
        assertRefused(() -> LABELS.predict(Vectors.dense(1.0)));
        assertRefused(() -> LABELS.predictProbability(Vectors.dense(1.0)));
    }

    @Test
    void aModelWithoutCoefficientsHasNoSummaryAndCanBeCopiedAndShown() {
        assertThat(MODEL.hasSummary() || LABELS.hasSummary()).isFalse();
        assertThat(MODEL.trainingSummary().isEmpty() && LABELS.trainingSummary().isEmpty())
                .isTrue();
        assertThat(MODEL.copy(ParamMap.empty())).hasToString("FocalLogisticRegressionModel: uid=bare, no coefficients");
        assertThat(LABELS.copy(ParamMap.empty()))
                .hasToString("FocalMultilabelClassificationModel: uid=bare, no coefficients");
        assertThat(new FocalLogisticRegressionModel().uid()).isNotEqualTo(new FocalLogisticRegressionModel().uid());
        assertThat(new FocalMultilabelClassificationModel().uid())
                .isNotEqualTo(new FocalMultilabelClassificationModel().uid());
    }

    private static List<Class<?>> allServices() {
        return List.of(
                FocalLogisticRegression.class,
                FocalMultilabelClassifier.class,
                FocalLogisticRegressionModel.class,
                FocalMultilabelClassificationModel.class,
                CalibrationEvaluator.class,
                FocalLossEvaluator.class);
    }

    /** Those of ours, looked up as the server does it. */
    private static <T> List<Class<?>> services(Class<T> kind) {
        return ServiceLoader.load(kind).stream()
                .<Class<?>>map(ServiceLoader.Provider::type)
                .filter(type -> type.getName().startsWith("org.focalspark."))
                .toList();
    }

    private static void assertRefused(ThrowingCallable use) {
        assertThatThrownBy(use)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'bare' has no coefficients")
                .hasMessageEndingWith("Fit a model, or load one.");
    }
}
