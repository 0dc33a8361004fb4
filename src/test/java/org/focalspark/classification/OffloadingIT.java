package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Spark Connect's server asks of a model that it moves to its disk, from Spark 4.1 on: the summary, and sizes. */
class OffloadingIT {
    /** Sums of metrics are added in the order in which tasks end. */
    private static final double ABS_1E_12 = 1e-12;

    /** Of a matrix and a vector, which the estimate leaves out. */
    private static final long OBJECT_HEADERS = 128;

    private static final Dataset<Row> DATA = ReferenceData.dense();
    private static final Dataset<Row> LABELS = MultilabelData.frame(MultilabelData.threeLabels(100));

    @TempDir
    private Path folder;

    @Test
    void theSummaryComesBackWithTheTrainingSet() {
        FocalLogisticRegressionModel model =
                new FocalLogisticRegression().setMaxIter(5).fit(DATA);
        model.saveSummary(file());
        FocalLogisticRegressionModel restored = saved(model);
        assertThat(restored.hasSummary()).isFalse();
        restored.loadSummary(file(), DATA);
        assertThat(restored.hasSummary()).isTrue();
        assertSameFacts(restored.summary(), model.summary());
        assertThat(restored.summary().accuracy()).isCloseTo(model.summary().accuracy(), within(ABS_1E_12));
        assertThat(restored.binarySummary().areaUnderROC())
                .isCloseTo(model.binarySummary().areaUnderROC(), within(ABS_1E_12));
    }

    @Test
    void theSummaryOfSeveralClassesComesBackToo() {
        Dataset<Row> data = ReferenceData.threeClasses();
        FocalLogisticRegressionModel model =
                new FocalLogisticRegression().setMaxIter(5).fit(data);
        model.saveSummary(file());
        FocalLogisticRegressionModel restored = saved(model);
        restored.loadSummary(file(), data);
        assertSameFacts(restored.summary(), model.summary());
        assertThat(restored.summary().recallByLabel())
                .containsExactly(model.summary().recallByLabel(), within(ABS_1E_12));
    }

    /** Of a normalized loss, whose share in the zone that is not convex is unknown: NaN survives. */
    @Test
    void theSummaryOfLabelsComesBackWithEveryNumber() {
        FocalMultilabelClassificationModel model = new FocalMultilabelClassifier()
                .setMaxIter(3)
                .setNormalized(true)
                .fit(LABELS);
        model.saveSummary(file());
        FocalMultilabelClassificationModel restored = new FocalMultilabelClassificationModel(model.uid());
        restored.loadSummary(file(), LABELS);
        assertSameFacts(restored.summary(), model.summary());
        assertThat(restored.summary().nonConvexShare()).isNaN();
    }

    @Test
    void aModelWithoutSummaryHasNoneToSave() {
        FocalLogisticRegressionModel model =
                saved(new FocalLogisticRegression().setMaxIter(1).fit(DATA));
        assertThatThrownBy(() -> model.saveSummary(file()))
                .isInstanceOf(SparkException.class)
                .hasMessageContaining("No training summary available");
        assertThatThrownBy(() -> model.loadSummary(file(), DATA)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void aModelIsNotLargerThanItsEstimatorSays() {
        FocalLogisticRegression estimator = new FocalLogisticRegression().setMaxIter(1);
        assertThat(estimator.fit(DATA).estimatedSize())
                .isPositive()
                .isLessThan(estimator.estimateModelSize(DATA) + OBJECT_HEADERS);
        FocalMultilabelClassifier labels = new FocalMultilabelClassifier().setMaxIter(1);
        assertThat(labels.fit(LABELS).estimatedSize())
                .isPositive()
                .isLessThan(labels.estimateModelSize(LABELS) + OBJECT_HEADERS);
    }

    /** Names of features can take more memory than their coefficients. */
    @Test
    void theEstimateCountsTheNamesOfFeatures() {
        Attribute[] attributes = IntStream.range(0, 3000)
                .mapToObj(j -> NumericAttribute.defaultAttr().withName("a_rather_long_name_of_feature_" + j))
                .toArray(Attribute[]::new);
        Dataset<Row> wide = ReferenceData.frame(List.of(
                        RowFactory.create(0.0, 1.0, Vectors.sparse(3000, new int[] {1}, new double[] {1})),
                        RowFactory.create(1.0, 1.0, Vectors.sparse(3000, new int[] {2}, new double[] {1}))))
                .withColumn(
                        "features",
                        functions
                                .col("features")
                                .as("features", new AttributeGroup("features", attributes).toMetadata()));
        FocalLogisticRegression estimator = new FocalLogisticRegression().setMaxIter(1);
        FocalLogisticRegressionModel model = estimator.fit(wide);
        assertThat(model.featureNames()).hasSize(3000);
        assertThat(model.estimatedSize()).isBetween(3000L * 60, estimator.estimateModelSize(wide) + OBJECT_HEADERS);
    }

    @Test
    void theEstimateGrowsWithTheCoefficientsOfAllLabels() {
        FocalMultilabelClassifier labels = new FocalMultilabelClassifier().setMaxIter(1);
        Dataset<Row> wide = MultilabelData.frame(List.of(
                RowFactory.create(Vectors.dense(1.0, 0.0, 1.0), 1.0, Vectors.sparse(1000, new int[0], new double[0]))));
        long perFeature = 3L * Double.BYTES;
        assertThat(labels.estimateModelSize(wide) - labels.estimateModelSize(LABELS))
                .isEqualTo(perFeature * (1000 - 10));
    }

    /** Spark Connect's server asks for the size before the fit, whose checks of types it must not forestall. */
    @Test
    void theEstimateRefusesColumnsOfWrongTypesAsTheFitDoes() {
        Dataset<Row> arrays = DATA.withColumn("features", functions.array(functions.lit(1.0)));
        Dataset<Row> texts = DATA.withColumn("label", functions.lit("yes"));
        FocalLogisticRegression estimator = new FocalLogisticRegression();
        FocalMultilabelClassifier labels = new FocalMultilabelClassifier();
        assertThatThrownBy(() -> estimator.estimateModelSize(arrays))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("features");
        assertThatThrownBy(() -> estimator.estimateModelSize(texts))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("label");
        assertThatThrownBy(() -> labels.estimateModelSize(DATA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("label");
    }

    private FocalLogisticRegressionModel saved(FocalLogisticRegressionModel model) {
        try {
            String path = folder.resolve("model").toString();
            model.save(path);
            return FocalLogisticRegressionModel.load(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String file() {
        return folder.resolve("summary").toString();
    }

    private static void assertSameFacts(FocalTrainingSummary actual, FocalTrainingSummary expected) {
        assertThat(actual.objectiveHistory()).isEqualTo(expected.objectiveHistory());
        assertThat(actual.gradientNormHistory()).isEqualTo(expected.gradientNormHistory());
        assertThat(actual.totalIterations()).isEqualTo(expected.totalIterations());
        assertThat(actual.converged()).isEqualTo(expected.converged());
        assertThat(actual.convergenceReason()).isEqualTo(expected.convergenceReason());
        assertThat(actual.gradientNorm()).isEqualTo(expected.gradientNorm());
        assertThat(actual.nonConvexShare()).isEqualTo(Double.valueOf(expected.nonConvexShare())); // NaN is NaN
    }
}
