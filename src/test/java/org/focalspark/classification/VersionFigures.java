package org.focalspark.classification;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Matrices;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.focalspark.evaluation.CalibrationEvaluator;
import org.focalspark.evaluation.FocalLossEvaluator;
import org.focalspark.loss.LossKind;
import org.focalspark.testkit.DrawnRows;
import org.focalspark.testkit.DrawnRows.Kind;
import org.focalspark.testkit.SparkSessions;
import org.focalspark.tuning.FocalCrossValidator;
import org.focalspark.tuning.FocalCrossValidatorModel;
import org.focalspark.tuning.FocalTrainValidationSplit;
import org.focalspark.tuning.FocalTrainValidationSplitModel;

/**
 * Fits, tuning and evaluators whose numbers are compared between versions of Spark and of Java: all losses, families and
 * solvers, all kinds of stored values, wide enough for the vector kernel.
 */
final class VersionFigures {
    private static final int NUM_FEATURES = 67; // no multiple of a vector's length
    private static final int NUM_ROWS = 400;
    private static final int NUM_PARTITIONS = 3;
    private static final int MAX_ITER = 8;

    private final Map<String, double[]> figures = new LinkedHashMap<>();

    private VersionFigures() {}

    /** Numbers by the name of what they belong to, in a fixed order. */
    static Map<String, double[]> all() {
        VersionFigures all = new VersionFigures();
        all.fits();
        all.multilabel();
        all.tuning();
        all.evaluators();
        return all.figures;
    }

    private void fits() {
        for (Kind kind : Kind.values()) {
            put("binomial " + kind, estimator(), twoClasses(kind));
        }
        Dataset<Row> rows = twoClasses(Kind.DENSE);
        put("log loss", estimator().setGamma(0.0), rows);
        put("no integer gamma", estimator().setGamma(1.7).setAlpha(0.3), rows);
        put("elastic net", estimator().setElasticNetParam(0.5), rows);
        put(
                "bounds",
                estimator().setLowerBoundsOnCoefficients(Matrices.dense(1, NUM_FEATURES, new double[NUM_FEATURES])),
                rows);
        for (LossKind loss : LossKind.values()) {
            put("loss " + loss.text(), estimator().setLoss(loss.text()), rows);
        }
        put("multinomial", estimator(), rows(Kind.DENSE_FLOAT));
        put("ovr", estimator().setFamily("ovr").setNormalized(true), rows(Kind.SPARSE));
    }

    private void put(String name, FocalLogisticRegression estimator, Dataset<Row> rows) {
        FocalLogisticRegressionModel model = estimator.fit(rows);
        figures.put(
                name,
                join(
                        model.coefficientMatrix().toArray(),
                        model.interceptVector().toArray(),
                        model.summary().objectiveHistory()));
    }

    private void multilabel() {
        FocalMultilabelClassificationModel model = new FocalMultilabelClassifier()
                .setLabelCol("labels")
                .setMaxIter(MAX_ITER)
                .setRegParam(0.01)
                .fit(rows(Kind.DENSE));
        figures.put(
                "multilabel",
                join(
                        model.coefficientMatrix().toArray(),
                        model.interceptVector().toArray()));
    }

    private void tuning() {
        FocalLogisticRegression estimator = estimator();
        ParamMap[] grid = new ParamGridBuilder()
                .addGrid(estimator.gamma(), new double[] {0.0, 2.0})
                .build();
        FocalCrossValidatorModel crossValidated = new FocalCrossValidator()
                .setEstimator(estimator)
                .setEstimatorParamMaps(grid)
                .setEvaluator(new CalibrationEvaluator())
                .setNumFolds(2)
                .setSeed(7L)
                .fit(withFolds());
        figures.put("cross validation", crossValidated.avgMetrics());
        FocalTrainValidationSplitModel split = new FocalTrainValidationSplit()
                .setEstimator(estimator)
                .setEstimatorParamMaps(grid)
                .setEvaluator(new FocalLossEvaluator())
                .setSeed(7L)
                .fit(twoClasses(Kind.DENSE));
        figures.put("train validation split", split.validationMetrics());
    }

    /** Folds of a column do not depend on how a version of Spark draws. */
    private static Dataset<Row> withFolds() {
        return twoClasses(Kind.DENSE)
                .withColumn("fold", functions.col("id").mod(2).cast("int"));
    }

    private void evaluators() {
        Dataset<Row> scored = estimator().fit(rows(Kind.DENSE)).transform(rows(Kind.DENSE));
        figures.put(
                "probabilities",
                scored.orderBy("id").select("probability").collectAsList().stream()
                        .flatMapToDouble(row -> Arrays.stream(
                                row.<org.apache.spark.ml.linalg.Vector>getAs(0).toArray()))
                        .toArray());
        figures.put("metrics", new double[] {
            new FocalLossEvaluator().setMode("multiclass").evaluate(scored),
            new CalibrationEvaluator().setMetricName("ece").evaluate(scored)
        });
    }

    private static FocalLogisticRegression estimator() {
        return new FocalLogisticRegression().setMaxIter(MAX_ITER).setRegParam(0.01);
    }

    private static Dataset<Row> twoClasses(Kind kind) {
        return rows(kind).withColumn("label", functions.col("label").gt(0).cast("double"));
    }

    private static Dataset<Row> rows(Kind kind) {
        return DrawnRows.of(SparkSessions.shared(), kind, NUM_FEATURES, NUM_ROWS, NUM_PARTITIONS);
    }

    private static double[] join(double[]... arrays) {
        return IntStream.range(0, arrays.length)
                .boxed()
                .flatMapToDouble(i -> Arrays.stream(arrays[i]))
                .toArray();
    }
}
