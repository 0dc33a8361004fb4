package org.focalspark.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.classification.FocalLogisticRegressionModel;
import org.focalspark.classification.ReferenceData;
import org.focalspark.testkit.References;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The losses of the evaluator that no other library has, against the tables of mpmath. */
class LossTableEvaluatorIT {
    private static final double REL_1E_12 = 1e-12;
    private static final StructType SCHEMA =
            new StructType().add("label", DataTypes.DoubleType).add("rawPrediction", SQLDataTypes.VectorType());

    /** The margins of a binary convexFocal fit are log-odds, u = (gamma + 1) z. */
    @ParameterizedTest
    @CsvSource({"convex_focal, convexFocal", "poly1, poly1Focal", "reduced, focal"})
    void lossesOfRowsAreThoseOfMpmath(String kind, String loss) {
        Map<String, List<References>> groups = References.read("pointwise_losses.csv").stream()
                .filter(row -> row.text("kind").equals(kind) && Math.abs(row.number("z")) < 300)
                .collect(Collectors.groupingBy(row -> row.text("gamma") + ";" + row.text("parameter")));
        assertThat(groups.size()).isGreaterThan(8);
        groups.values().forEach(rows -> assertLosses(rows, loss));
    }

    private static void assertLosses(List<References> table, String loss) {
        References first = table.get(0);
        double gamma = first.number("gamma");
        FocalLossEvaluator evaluator =
                new FocalLossEvaluator().setMode("binary").setGamma(gamma).setLoss(loss);
        if (loss.equals("poly1Focal")) {
            evaluator.setPolyEpsilon(first.number("parameter"));
        } else if (loss.equals("focal")) {
            evaluator.setReducedThreshold(first.number("parameter"));
        }
        double rate = loss.equals("convexFocal") ? gamma + 1 : 1;
        List<Row> rows = table.stream()
                .map(row -> RowFactory.create(1.0, Vectors.dense(-rate * row.number("z"), rate * row.number("z"))))
                .toList();
        List<Row> losses = evaluator.losses(frame(rows)).select("loss").collectAsList();
        for (int i = 0; i < losses.size(); i++) {
            double expected = table.get(i).number("loss");
            // the margin of convexFocal is a rounded product, which costs z (gamma + 1) units
            double tolerance = REL_1E_12 * (1 + Math.abs(table.get(i).number("z")) * (1 + gamma));
            assertThat(losses.get(i).getDouble(0))
                    .as("%s", table.get(i))
                    .isCloseTo(expected, within(tolerance * Math.max(expected, 1e-290)));
        }
    }

    @Test
    void softmaxTakesGammasClassWeightsAndSmoothing() {
        List<References> table = References.read("softmax_focal.csv");
        int seen = 0;
        for (int i = 0; i < table.size(); i += 7) {
            References row = table.get(i);
            if (Arrays.stream(row.numbers("logits")).allMatch(logit -> Math.abs(logit) < 50)) {
                seen++;
                FocalLossEvaluator evaluator = new FocalLossEvaluator()
                        .setMode("multiclass")
                        .setGammas(row.numbers("gammas"))
                        .setClassWeights(row.numbers("class_weights"))
                        .setLabelSmoothing(row.number("smoothing"))
                        .setReduction("sum");
                double expected = row.number("loss");
                Row data = RowFactory.create(row.number("label"), Vectors.dense(row.numbers("logits")));
                assertThat(evaluator.evaluate(frame(List.of(data))))
                        .as("%s", row)
                        .isCloseTo(expected, within(REL_1E_12 * expected));
            }
        }
        assertThat(seen).isGreaterThan(15);
    }

    /** At a fit without penalty the mean loss is the objective, whatever the loss. */
    @ParameterizedTest
    @CsvSource({"focal, 0.0", "poly1Focal, 0.0", "focal, 0.1", "convexFocal, 0.1"})
    void equalsTheObjectiveOfTheFit(String loss, double smoothing) {
        FocalLogisticRegressionModel model = new FocalLogisticRegression()
                .setLoss(loss)
                .setLabelSmoothing(smoothing)
                .setGammas(new double[] {0.5, 1, 3})
                .setClassWeights(new double[] {1, 2, 5})
                .setWeightCol("weight")
                .fit(ReferenceData.threeClasses());
        FocalLossEvaluator evaluator = new FocalLossEvaluator()
                .setLoss(loss)
                .setLabelSmoothing(smoothing)
                .setGammas(new double[] {0.5, 1, 3})
                .setClassWeights(new double[] {1, 2, 5})
                .setWeightCol("weight")
                .setReduction("weightedMean");
        double[] history = model.summary().objectiveHistory();
        double expected = history[history.length - 1];
        assertThat(evaluator.evaluate(model.transform(ReferenceData.threeClasses())))
                .isCloseTo(expected, within(1e-12 * expected));
    }

    @Test
    void theTwoSidesMayHaveGammasOfTheirOwn() {
        Dataset<Row> data = frame(List.of(
                RowFactory.create(1.0, Vectors.dense(-0.5, 0.5)), RowFactory.create(0.0, Vectors.dense(1.5, -1.5))));
        double p = 1 / (1 + Math.exp(-0.5));
        double q = 1 / (1 + Math.exp(1.5));
        double expected = (1 - p) * -Math.log(p) + Math.pow(q, 4) * -Math.log(1 - q);
        FocalLossEvaluator evaluator =
                new FocalLossEvaluator().setGammaPositive(1).setGammaNegative(4).setReduction("sum");
        assertThat(evaluator.evaluate(data)).isCloseTo(expected, within(REL_1E_12));
    }

    private static Dataset<Row> frame(List<Row> rows) {
        return SparkSessions.shared().createDataFrame(rows, SCHEMA).coalesce(1);
    }
}
