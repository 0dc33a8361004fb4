package org.focalspark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.ConvexFocalLoss;
import org.focalspark.loss.FocalLoss;
import org.focalspark.loss.MarginLoss;
import org.focalspark.loss.OneVsRestLoss;
import org.focalspark.loss.SoftmaxFocalLoss;
import org.focalspark.objective.CoefficientLayout;
import org.focalspark.objective.DenseBlock;
import org.focalspark.objective.FeatureBlock;
import org.focalspark.objective.L2Penalty;
import org.focalspark.objective.Scaling;
import org.focalspark.testkit.GradientCheck;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gradient that the optimiser sees is that of the objective that it sees. */
class DistributedObjectiveIT {
    private static final double REL_1E_9 = 1e-9;
    private static final int NUM_ROWS = 60;
    private static final int NUM_FEATURES = 3;

    @ParameterizedTest
    @CsvSource({"0, true, true", "0.5, false, true", "2, true, false", "5, false, true"})
    void gradientIsThatOfTheBinaryObjective(double gamma, boolean standardization, boolean fitIntercept) {
        FocalLoss side = new FocalLoss(gamma);
        assertGradient(new BinaryLoss(side, side, 0.25, 0.75), 2, standardization, fitIntercept);
    }

    @Test
    void gradientIsThatOfTheSoftmaxObjective() {
        assertGradient(new SoftmaxFocalLoss(new double[] {0, 2, 0.5}, new double[] {0.2, 1, 7}), 3, true, true);
    }

    @Test
    void gradientIsThatOfTheOneVsRestObjective() {
        BinaryLoss[] columns = new BinaryLoss[3];
        for (int c = 0; c < 3; c++) {
            columns[c] = new BinaryLoss(new FocalLoss(c), new FocalLoss(2 - 0.5 * c), 0.25, 0.75);
        }
        assertGradient(new OneVsRestLoss(columns, new double[] {1, 0.5, 3}), 3, false, true);
    }

    @Test
    void gradientIsThatOfTheConvexObjective() {
        ConvexFocalLoss side = ConvexFocalLoss.inLogOdds(2, -1);
        assertGradient(new BinaryLoss(side, side, 0.25, 0.75), 2, true, true);
    }

    @Test
    void noticesThatTheInputHasChanged() {
        FocalLoss side = new FocalLoss(2);
        CoefficientLayout layout = new CoefficientLayout(NUM_FEATURES, 1, true);
        DistributedObjective objective = objective(new BinaryLoss(side, side, 1, 1), layout, 2, true, NUM_ROWS + 1L);
        assertThatThrownBy(() -> objective.evaluate(new double[layout.size()]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("The input has changed during training: 61 rows at first, 60 rows now.");
    }

    private static void assertGradient(MarginLoss loss, int numClasses, boolean standardization, boolean fitIntercept) {
        CoefficientLayout layout = new CoefficientLayout(NUM_FEATURES, loss.numColumns(), fitIntercept);
        DistributedObjective objective = objective(loss, layout, numClasses, standardization, NUM_ROWS);
        double[] point = new Random(1L).doubles(layout.size(), -1, 1).toArray();
        Evaluation evaluation = objective.evaluate(point);
        assertThat(evaluation.value()).isPositive();
        GradientCheck.assertGradient(x -> objective.evaluate(x).value(), point, evaluation.gradient(), REL_1E_9);
    }

    private static DistributedObjective objective(
            MarginLoss loss, CoefficientLayout layout, int numClasses, boolean standardization, long numRows) {
        JavaRDD<FeatureBlock> blocks = JavaSparkContext.fromSparkContext(
                        SparkSessions.shared().sparkContext())
                .parallelize(blocks(numClasses), 3);
        Scaling scaling = new Scaling(layout, new double[] {0.5, -1, 20}, new double[] {1, 0.1, 5});
        return new DistributedObjective(
                blocks,
                loss,
                scaling,
                new L2Penalty(layout, scaling, 0.1, standardization),
                new DistributedObjective.Totals(numRows, NUM_ROWS, NUM_ROWS),
                1);
    }

    private static List<FeatureBlock> blocks(int numClasses) {
        Random random = new Random(2L);
        List<FeatureBlock> blocks = new ArrayList<>();
        for (int b = 0; b < 6; b++) {
            double[] labels = new double[NUM_ROWS / 6];
            double[] values = new double[labels.length * NUM_FEATURES];
            for (int r = 0; r < labels.length; r++) {
                labels[r] = random.nextInt(numClasses);
                values[r * NUM_FEATURES] = 0.5 + random.nextGaussian();
                values[r * NUM_FEATURES + 1] = -1 + 0.1 * random.nextGaussian();
                values[r * NUM_FEATURES + 2] = 20 + 5 * random.nextGaussian();
            }
            blocks.add(new DenseBlock(NUM_FEATURES, labels, new double[0], values));
        }
        return blocks;
    }
}
