package org.focalspark.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.classification.FocalLogisticRegressionModel;
import org.focalspark.classification.FocalMultilabelClassificationModel;
import org.focalspark.classification.FocalMultilabelClassifier;
import org.focalspark.classification.MultilabelData;
import org.focalspark.classification.ReferenceData;
import org.focalspark.loss.LossKind;
import org.focalspark.testkit.SparkSessions;

/** Models of all families, losses and calibrations, each with rows and what transform says of them. */
final class ExportCases {
    private static final int MAX_ITER = 4; // exports care little about how good a model is
    private static final StructType FEATURES = new StructType().add("features", SQLDataTypes.VectorType());

    private final List<ExportCase> cases = new ArrayList<>();

    private ExportCases() {}

    /**
     * A model, and what it says of some rows.
     *
     * @param rows values of float, in double
     * @param expected what transform gives: rawPrediction, probability and prediction of each row
     */
    record ExportCase(String name, ModelExport export, List<double[]> rows, List<double[][]> expected) {}

    static List<ExportCase> all() {
        ExportCases collected = new ExportCases();
        collected.addBinary();
        collected.addClasses("multinomial");
        collected.addClasses("ovr");
        collected.addConstant();
        collected.addLabels();
        return collected.cases;
    }

    private void addBinary() {
        Map<String, Consumer<FocalLogisticRegression>> losses = new LinkedHashMap<>();
        losses.put("log", e -> e.setGamma(0.0));
        losses.put("focal", e -> e.setGamma(2.0));
        losses.put("high", e -> e.setGamma(10.0));
        losses.put("alpha", e -> e.setAlpha(0.75));
        losses.put("sides", e -> e.setGammaPositive(0.5).setGammaNegative(3.5));
        losses.put("convex", e -> e.setLoss("convexFocal").setAlpha(0.3));
        losses.put("convex-sides", e -> e.setLoss("convexFocal").setGammaPositive(0.5));
        losses.put("poly", e -> e.setLoss("poly1Focal").setPolyEpsilon(1.5));
        losses.put("poly-less", e -> e.setLoss("poly1Focal").setPolyEpsilon(-0.6));
        addKinds(losses);
        losses.put("reduced", e -> e.setReducedThreshold(0.5));
        losses.put("normalized", e -> e.setNormalized(true));
        losses.put("smooth", e -> e.setLabelSmoothing(0.1));
        losses.put("smooth-alpha", e -> e.setLabelSmoothing(0.2).setAlpha(0.3));
        losses.put("smooth-log", e -> e.setLabelSmoothing(0.1).setGamma(0.0).setClassWeights(new double[] {1.0, 4.0}));
        losses.forEach((name, loss) -> {
            FocalLogisticRegressionModel model = fit(ReferenceData.dense(), loss);
            addCalibrations("binomial-" + name, model, new double[] {0.9, 0.1});
        });
        FocalLogisticRegressionModel focal = fit(ReferenceData.dense(), losses.get("focal"));
        add("binomial-threshold", focal.copy(focal.extractParamMap()).setThreshold(0.2));
        add("binomial-excluded", focal.copy(focal.extractParamMap()).setTargetPrior(new double[] {1.0, 0.0}));
    }

    /** Adds the kinds of losses that have no case of their own. */
    private static void addKinds(Map<String, Consumer<FocalLogisticRegression>> losses) {
        for (LossKind kind : LossKind.values()) {
            if (kind != LossKind.CONVEX_FOCAL && kind != LossKind.POLY1_FOCAL) {
                losses.put(kind.text(), e -> e.setLoss(kind.text()));
            }
        }
    }

    private void addClasses(String family) {
        Map<String, Consumer<FocalLogisticRegression>> losses = new LinkedHashMap<>();
        losses.put("log", e -> e.setGamma(0.0));
        losses.put("focal", e -> e.setGamma(2.0));
        losses.put("gammas", e -> e.setGammas(new double[] {0.0, 1.5, 4.0}));
        losses.put("weights", e -> e.setClassWeights(new double[] {0.2, 1.0, 7.0}));
        losses.put("convex", e -> e.setLoss("convexFocal"));
        losses.put("poly", e -> e.setLoss("poly1Focal").setPolyEpsilon(-0.6));
        addKinds(losses);
        losses.put("reduced", e -> e.setReducedThreshold(0.5));
        losses.put("normalized", e -> e.setNormalized(true));
        losses.put("smooth", e -> e.setLabelSmoothing(0.1).setClassWeights(new double[] {0.2, 1.0, 7.0}));
        losses.forEach((name, loss) -> {
            FocalLogisticRegressionModel model =
                    fit(ReferenceData.threeClasses(), e -> loss.accept(e.setFamily(family)));
            addCalibrations(family + "-" + name, model, new double[] {0.2, 0.2, 0.6});
        });
        FocalLogisticRegressionModel focal = fit(ReferenceData.threeClasses(), e -> e.setFamily(family));
        add(family + "-thresholds", focal.copy(focal.extractParamMap()).setThresholds(new double[] {0.6, 0.3, 0.1}));
        add(family + "-threshold-0", focal.copy(focal.extractParamMap()).setThresholds(new double[] {0.6, 0.0, 0.4}));
        add(family + "-excluded", focal.copy(focal.extractParamMap()).setTargetPrior(new double[] {0.5, 0.0, 0.5}));
    }

    /** Infinite intercepts: one label only, or weight on one label only. */
    private void addConstant() {
        Dataset<Row> negatives = ReferenceData.dense().filter("label = 0");
        Dataset<Row> positives = ReferenceData.dense().filter("label = 1");
        add("binomial-all-0", fit(negatives, e -> {}));
        add("binomial-all-1", fit(positives, e -> {}));
        FocalLogisticRegressionModel excluded = fit(positives, e -> e.setTargetPrior(new double[] {0.0, 1.0}));
        add("binomial-all-1-target", excluded);
        add("binomial-alpha-1", fit(ReferenceData.dense(), e -> e.setAlpha(1.0)));
        Dataset<Row> twos = ReferenceData.threeClasses().filter("label = 2");
        add("multinomial-all-0", fit(negatives, e -> e.setFamily("multinomial")));
        add("multinomial-all-2", fit(twos, e -> e.setFamily("multinomial")));
        add("ovr-all-2", fit(twos, e -> e.setFamily("ovr")));
        Dataset<Row> noOnes = ReferenceData.threeClasses().filter("label <> 1");
        add("ovr-no-1", fit(noOnes, e -> e.setFamily("ovr").setTargetPrior(new double[] {0.3, 0.0, 0.7})));
    }

    private void addLabels() {
        Dataset<Row> data = MultilabelData.frame(MultilabelData.rows(400));
        Map<String, Consumer<FocalMultilabelClassifier>> losses = new LinkedHashMap<>();
        losses.put("focal", e -> e.setGamma(2.0));
        losses.put(
                "alphas",
                e -> e.setAlphas(IntStream.range(0, MultilabelData.NUM_LABELS)
                                .mapToDouble(k -> 0.2 + 0.08 * k)
                                .toArray())
                        .setGammas(IntStream.range(0, MultilabelData.NUM_LABELS)
                                .mapToDouble(k -> 0.5 * k)
                                .toArray()));
        losses.put("convex", e -> e.setLoss("convexFocal"));
        losses.put("smooth", e -> e.setLabelSmoothing(0.1).setAlpha(0.75));
        losses.put("normalized", e -> e.setNormalized(true));
        losses.forEach((name, loss) -> {
            FocalMultilabelClassifier estimator = new FocalMultilabelClassifier().setMaxIter(MAX_ITER);
            loss.accept(estimator);
            FocalMultilabelClassificationModel model = estimator.fit(data);
            add("multilabel-" + name, model);
            if (!name.equals("normalized")) {
                add(
                        "multilabel-" + name + "-posterior",
                        model.copy(model.extractParamMap()).setCalibration("posterior"));
                double[] target = new double[MultilabelData.NUM_LABELS];
                Arrays.fill(target, 0.25);
                target[3] = 0.0;
                FocalMultilabelClassificationModel other = model.copy(model.extractParamMap());
                add(
                        "multilabel-" + name + "-target",
                        other.setTargetPrior(target).setThreshold(0.4));
            }
        });
        Dataset<Row> none = data.withColumn(
                "label",
                functions
                        .udf((Vector label) -> withoutFirst(label), SQLDataTypes.VectorType())
                        .apply(functions.col("label")));
        add(
                "multilabel-constant",
                new FocalMultilabelClassifier().setMaxIter(MAX_ITER).fit(none));
    }

    private static Vector withoutFirst(Vector label) {
        double[] values = label.toArray().clone();
        values[0] = 0.0;
        return Vectors.dense(values);
    }

    private static FocalLogisticRegressionModel fit(Dataset<Row> data, Consumer<FocalLogisticRegression> settings) {
        FocalLogisticRegression estimator = new FocalLogisticRegression().setMaxIter(MAX_ITER);
        settings.accept(estimator);
        return estimator.fit(data);
    }

    private void addCalibrations(String name, FocalLogisticRegressionModel model, double[] target) {
        add(name, model);
        if (model.isSet(model.reducedThreshold()) || model.getNormalized()) {
            return; // no other
        }
        add(name + "-none", model.copy(model.extractParamMap()).setCalibration("none"));
        add(name + "-posterior", model.copy(model.extractParamMap()).setCalibration("posterior"));
        add(name + "-target", model.copy(model.extractParamMap()).setTargetPrior(target));
    }

    private void add(String name, FocalLogisticRegressionModel model) {
        List<double[]> rows = rows(model.numFeatures());
        List<double[][]> expected = new ArrayList<>();
        for (Row row : model.transform(frame(rows)).collectAsList()) {
            expected.add(new double[][] {
                row.<Vector>getAs("rawPrediction").toArray(),
                row.<Vector>getAs("probability").toArray(),
                {row.<Double>getAs("prediction")}
            });
        }
        cases.add(new ExportCase(name, ModelExport.of(model), rows, expected));
    }

    private void add(String name, FocalMultilabelClassificationModel model) {
        List<double[]> rows = rows(model.numFeatures());
        List<double[][]> expected = new ArrayList<>();
        for (Row row : model.transform(frame(rows)).collectAsList()) {
            expected.add(new double[][] {
                row.<Vector>getAs("rawPrediction").toArray(),
                row.<Vector>getAs("probability").toArray(),
                row.<Vector>getAs("prediction").toArray()
            });
        }
        cases.add(new ExportCase(name, ModelExport.of(model), rows, expected));
    }

    private static Dataset<Row> frame(List<double[]> rows) {
        List<Row> vectors =
                rows.stream().map(Vectors::dense).map(RowFactory::create).toList();
        return SparkSessions.shared().createDataFrame(vectors, FEATURES).coalesce(1);
    }

    /** Ordinary rows, and such as lead to margins near 0, to certainty, to infinity and to none at all. */
    static List<double[]> rows(int numFeatures) {
        Random random = new Random(6L);
        List<double[]> rows = new ArrayList<>();
        for (double scale : new double[] {1e-30, 1e-8, 1.0, 1.0, 3.0, 3.0, 10.0, 30.0, 100.0, 1e3, 1e4, 1e8, 1e30}) {
            for (int i = 0; i < 4; i++) {
                rows.add(IntStream.range(0, numFeatures)
                        .mapToDouble(j -> (float) (scale * random.nextGaussian()))
                        .toArray());
            }
        }
        rows.add(new double[numFeatures]);
        for (double value : new double[] {
            Float.MAX_VALUE, -Float.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN
        }) {
            for (int j = 0; j < 2; j++) {
                double[] row = new double[numFeatures];
                row[j] = value;
                rows.add(row);
            }
        }
        double[] opposed = new double[numFeatures];
        Arrays.fill(opposed, Double.POSITIVE_INFINITY);
        opposed[0] = Double.NEGATIVE_INFINITY;
        rows.add(opposed);
        return rows;
    }
}
