package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Matrices;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.SoftAssertions;
import org.focalspark.testkit.References;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.collection.Seq;

/** Solver newton reaches reference optima in few passes. */
@Tag("once")
class NewtonFitIT {
    private static final int FEW = 15;

    private static Dataset<Row> rows(int numRows, int numFeatures, int numClasses, long seed) {
        Random random = new Random(seed);
        double[][] truth = new double[numClasses][numFeatures];
        for (double[] column : truth) {
            Arrays.setAll(column, j -> random.nextGaussian() / (j % 3 + 1));
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < numRows; i++) {
            double common = random.nextGaussian();
            // Features that correlate by 0.99, which plain L-BFGS needs many iterations for.
            double[] x = random.doubles(numFeatures, -0.3, 0.3)
                    .map(v -> v + 2.0 * common)
                    .toArray();
            double label = 0.0;
            double best = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < numClasses; k++) {
                double margin = -1.5 * k - Math.log(-Math.log(random.nextDouble()));
                for (int j = 0; j < numFeatures; j++) {
                    margin += truth[k][j] * x[j];
                }
                label = margin > best ? k : label;
                best = Math.max(margin, best);
            }
            rows.add(RowFactory.create(label, Vectors.dense(x), 0.5 + random.nextInt(3)));
        }
        StructType schema = new StructType()
                .add("label", DataTypes.DoubleType)
                .add("features", SQLDataTypes.VectorType())
                .add("weight", DataTypes.DoubleType);
        return SparkSessions.partitioned(SparkSessions.shared().createDataFrame(rows, schema), 3);
    }

    private static FocalLogisticRegression newton() {
        return new FocalLogisticRegression().setSolver("newton").setWeightCol("weight");
    }

    /** A sixth of the optima of ReferenceFitIT, at the default tol. */
    @Test
    void reachesTheOptimaOfTheReferenceInFewPasses() {
        Dataset<Row> data = ReferenceData.dense().coalesce(1).cache();
        try {
            List<References> all = References.read("focal_fit.csv");
            SoftAssertions.assertSoftly(softly -> IntStream.range(0, all.size() / 6)
                    .forEach(i -> assertIsReached(all.get(6 * i + i % 6), data, softly)));
        } finally {
            data.unpersist();
        }
    }

    private static void assertIsReached(References reference, Dataset<Row> data, SoftAssertions softly) {
        FocalLogisticRegression estimator = new FocalLogisticRegression()
                .setSolver("newton")
                .setGamma(reference.number("gamma"))
                .setRegParam(reference.number("regParam"))
                .setStandardization(reference.flag("standardization"))
                .setFitIntercept(reference.flag("fitIntercept"));
        if (!reference.text("alpha").isEmpty()) {
            estimator.setAlpha(reference.number("alpha"));
        }
        if (reference.flag("weighted")) {
            estimator.setWeightCol("weight");
        }
        FocalTrainingSummary summary = estimator.fit(data).summary();
        double[] history = summary.objectiveHistory();
        double optimum = reference.number("objective");
        softly.assertThat(history[history.length - 1])
                .as("objective of %s", reference)
                .isCloseTo(optimum, within(1e-6 * optimum));
        softly.assertThat(summary.converged()).isTrue();
        softly.assertThat(summary.totalIterations()).isLessThanOrEqualTo(FEW);
    }

    /** The data set is larger than the sample, so the sample's minimum is not the solution. */
    @ParameterizedTest
    @CsvSource({"2, 0.0", "3, 3e-2"})
    void equalsSparkAtGammaZero(int numClasses, double regParam) {
        Dataset<Row> data = rows(24_000, 200, numClasses, 5L).cache();
        try {
            LogisticRegressionModel spark = new LogisticRegression()
                    .setWeightCol("weight")
                    .setRegParam(regParam)
                    .setMaxIter(2000)
                    .setTol(1e-14)
                    .fit(data);
            FocalLogisticRegressionModel model = newton().setRegParam(regParam).fit(data);
            double[] ofSpark = spark.summary().objectiveHistory();
            double[] history = model.summary().objectiveHistory();
            double optimum = ofSpark[ofSpark.length - 1];

            assertThat(model.summary().converged()).isTrue();
            assertThat(model.summary().convergenceReason()).startsWith("gap converged");
            assertThat(history.length - 1).isLessThanOrEqualTo(FEW);
            assertThat(history[history.length - 1] / optimum - 1.0).isLessThan(1e-6);
            // The estimate is that of a sample.
            assertThat(model.summary().estimatedGap()).isBetween(0.0, 1e-7 * optimum);
        } finally {
            data.unpersist();
        }
    }

    @ParameterizedTest
    @CsvSource({"binomial, 2", "multinomial, 3", "ovr, 3"})
    void reachesTheObjectiveOfAnExactFit(String family, int numClasses) {
        Dataset<Row> data = rows(6000, 20, numClasses, 8L).cache();
        try {
            FocalLogisticRegression estimator =
                    newton().setFamily(family).setGamma(2.0).setRegParam(1e-3);
            double[] few = estimator.fit(data).summary().objectiveHistory();
            double[] exact = estimator
                    .setSolver("lbfgs")
                    .setTol(1e-12)
                    .setMaxIter(1000)
                    .fit(data)
                    .summary()
                    .objectiveHistory();

            assertThat(few.length - 1).isLessThanOrEqualTo(FEW);
            assertThat(few[few.length - 1] / exact[exact.length - 1] - 1.0).isLessThan(1e-6);
            assertThat(exact.length).isGreaterThan(2 * few.length);
        } finally {
            data.unpersist();
        }
    }

    @Test
    void doesNotDependOnPartitionsAndOrder() {
        Dataset<Row> data = rows(24_000, 200, 2, 2L);
        FocalLogisticRegression estimator = newton().setGamma(2.0).setTol(1e-10);
        FocalLogisticRegressionModel one = estimator.fit(data);
        FocalLogisticRegressionModel same = estimator.fit(data);
        FocalLogisticRegressionModel other =
                estimator.fit(data.orderBy("weight", "label").repartition(7));

        assertThat(same.coefficients()).isEqualTo(one.coefficients());
        assertThat(other.coefficients().toArray())
                .containsExactly(one.coefficients().toArray(), within(1e-5));
    }

    /** All candidates share the sample, without the rows that are held out. */
    @Test
    void candidatesEqualSingleFits() {
        Dataset<Row> data = rows(6000, 10, 2, 3L).cache();
        try {
            FocalLogisticRegression estimator = newton().setTol(1e-10);
            ParamMap[] grid = {
                new ParamMap().put(estimator.gamma(), 0.0).put(estimator.regParam(), 1e-3),
                new ParamMap().put(estimator.gamma(), 2.0).put(estimator.regParam(), 1e-2),
                new ParamMap().put(estimator.gamma(), 2.0).put(estimator.elasticNetParam(), 0.5)
            };
            grid[2].put(estimator.regParam(), 1e-3).put(estimator.solver(), "auto");
            Seq<FocalLogisticRegressionModel> models = estimator.fit(data, ManyFitsIT.sequence(grid));
            for (int i = 0; i < grid.length; i++) {
                assertThat(models.apply(i).coefficients().toArray())
                        .containsExactly(
                                estimator.fit(data, grid[i]).coefficients().toArray(), within(1e-9));
            }
        } finally {
            data.unpersist();
        }
    }

    /** Two groups that a feature separates, and a constant feature. */
    @Test
    void separableDataEndWithoutNaN() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rows.add(RowFactory.create(i % 2 == 0 ? 0.0 : 1.0, Vectors.dense(i % 2 + 0.001 * i, 3.0), 1.0));
        }
        StructType schema = new StructType()
                .add("label", DataTypes.DoubleType)
                .add("features", SQLDataTypes.VectorType())
                .add("weight", DataTypes.DoubleType);
        Dataset<Row> data = SparkSessions.shared().createDataFrame(rows, schema);
        for (double gamma : new double[] {0.0, 2.0}) {
            FocalLogisticRegressionModel model = newton().setGamma(gamma).fit(data);
            double[] history = model.summary().objectiveHistory();

            assertThat(model.coefficients().toArray()).doesNotContain(Double.NaN);
            assertThat(model.coefficients().apply(1)).isZero();
            assertThat(history[history.length - 1]).isBetween(0.0, 1e-3);
            assertThat(model.binarySummary().areaUnderROC()).isEqualTo(1.0);
        }
    }

    private static void assertEqualsLbfgs(FocalLogisticRegression estimator, Dataset<Row> data) {
        FocalTrainingSummary newton = estimator.setSolver("newton").fit(data).summary();
        FocalTrainingSummary lbfgs = estimator
                .setSolver("lbfgs")
                .setTol(1e-12)
                .setMaxIter(500)
                .fit(data)
                .summary();
        assertThat(newton.converged()).as(newton.convergenceReason()).isTrue();
        double[] few = newton.objectiveHistory();
        double[] many = lbfgs.objectiveHistory();
        assertThat(few[few.length - 1] / many[many.length - 1] - 1.0).isLessThan(1e-6);
    }

    /** Eight distinct rows, of which a sample by hash has all or none of a class. */
    @ParameterizedTest
    @CsvSource({"2", "10"})
    void fewDistinctRowsAreFitted(int ofPositive) {
        SparkSession spark = SparkSessions.shared();
        Dataset<Row> data = spark.range(0, 120_000, 1, 3)
                .selectExpr(
                        "double(id % " + ofPositive + " = 0 and id % 3 < 2) label",
                        "double(id % 2) a",
                        "double(floor(id / 7) % 2) b",
                        "1.0d weight");
        data = new VectorAssembler()
                .setInputCols(new String[] {"a", "b"})
                .setOutputCol("features")
                .transform(data);
        assertEqualsLbfgs(newton().setGamma(2.0).setRegParam(1e-3), data);
    }

    /** Counts of rows, not sums of weights, give the size of the sample. */
    @Test
    void weightsOfAnySizeAreFitted() {
        Dataset<Row> data = rows(20_000, 5, 2, 12L)
                .withColumn("weight", functions.expr("if(label = 0, 1e-6, if(weight > 2, 0, weight))"));
        assertEqualsLbfgs(newton().setGamma(2.0), data);
    }

    /** The reduced loss has kinks, at which a difference of derivatives may be anything. */
    @Test
    void kinksDoNotEndAFit() {
        Dataset<Row> data = rows(5000, 8, 3, 6L).cache();
        FocalLogisticRegression estimator = newton().setFamily("multinomial")
                .setGamma(2.0)
                .setReducedThreshold(0.5)
                .setRegParam(1e-2);
        double[] few = estimator.fit(data).summary().objectiveHistory();
        double[] many = estimator.setSolver("lbfgs").fit(data).summary().objectiveHistory();
        data.unpersist();
        // Such objectives have several minima: docs/limits.md.
        assertThat(few[few.length - 1]).isEqualTo(many[many.length - 1], within(1e-3 * many[many.length - 1]));
    }

    @Test
    void severalLabelsAreFittedColumnByColumn() {
        List<Row> rows = new ArrayList<>();
        for (Row row : rows(3000, 6, 2, 4L).collectAsList()) {
            Vector x = row.getAs(1);
            double other = x.apply(0) > 2.0 ? Double.NaN : x.apply(1) > 1.0 ? 1.0 : 0.0;
            rows.add(RowFactory.create(Vectors.dense(row.getDouble(0), other, 1.0), x, row.getDouble(2)));
        }
        StructType schema = new StructType()
                .add("label", SQLDataTypes.VectorType())
                .add("features", SQLDataTypes.VectorType())
                .add("weight", DataTypes.DoubleType);
        Dataset<Row> data = SparkSessions.partitioned(SparkSessions.shared().createDataFrame(rows, schema), 2);
        FocalMultilabelClassifier estimator = new FocalMultilabelClassifier()
                .setWeightCol("weight")
                .setGamma(1.0)
                .setRegParam(1e-2);
        FocalTrainingSummary newton = estimator.setSolver("newton").fit(data).summary();
        double[] few = newton.objectiveHistory();
        double[] many =
                estimator.setSolver("lbfgs").setTol(1e-12).fit(data).summary().objectiveHistory();
        assertThat(newton.converged()).isTrue();
        assertThat(few.length).isLessThanOrEqualTo(FEW + 1);
        assertThat(few[few.length - 1] / many[many.length - 1] - 1.0).isLessThan(1e-6);
    }

    /** An intercept that is not fitted leaves features far from 0 uncentered. */
    @Test
    void featuresFarFromZeroAreFittedWithoutIntercept() {
        Dataset<Row> data = new VectorAssembler()
                .setInputCols(new String[] {"features", "far"})
                .setOutputCol("both")
                .transform(rows(2000, 5, 2, 9L).withColumn("far", functions.expr("1e4 + weight")));
        assertEqualsLbfgs(newton().setFeaturesCol("both").setFitIntercept(false).setRegParam(1e-3), data);
    }

    @Test
    void startsWhereTheUserSays() {
        Dataset<Row> data = rows(3000, 5, 2, 13L).cache();
        FocalLogisticRegression estimator = newton().setGamma(2.0).setTol(1e-10);
        FocalLogisticRegressionModel model = estimator.fit(data);
        FocalLogisticRegressionModel again = estimator.setInitialModel(model).fit(data);
        FocalLogisticRegressionModel none = newton().setGamma(2.0).setMaxIter(0).fit(data);
        data.unpersist();
        assertThat(again.summary().totalIterations()).isZero();
        assertThat(none.coefficients().numNonzeros()).isZero();
    }

    @Test
    void rejectsWhatItDoesNotSupport() {
        Dataset<Row> data = rows(100, 3, 2, 1L);
        FocalLogisticRegression estimator = newton().setRegParam(0.1).setElasticNetParam(0.5);
        assertThatThrownBy(() -> estimator.fit(data))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "solver newton does not support an L1 penalty (elasticNetParam 0.5). Set solver to auto or lbfgs.");
        assertThatThrownBy(() -> newton().setLowerBoundsOnCoefficients(Matrices.dense(1, 3, new double[3]))
                        .fit(data))
                .hasMessage("solver newton does not support bounds on coefficients. Set solver to auto or lbfgs.");
        assertThatThrownBy(() -> newton().setGamma(2.0).setNormalized(true).fit(data))
                .hasMessageStartingWith("solver newton does not support the normalized loss");
        assertThat(estimator.setSolver("auto").fit(data).summary().estimatedGap())
                .isNaN();
        assertThatThrownBy(() -> estimator.setSolver("newtons")).hasMessageContaining("Did you mean 'newton'?");
    }
}
