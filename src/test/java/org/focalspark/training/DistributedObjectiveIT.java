package org.focalspark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.FocalLoss;
import org.focalspark.loss.MarginLoss;
import org.focalspark.objective.CoefficientLayout;
import org.focalspark.objective.FeatureBlock;
import org.focalspark.objective.Fingerprint;
import org.focalspark.objective.KernelChoice;
import org.focalspark.objective.L2Penalty;
import org.focalspark.objective.Scaling;
import org.focalspark.testkit.Blocks;
import org.focalspark.testkit.GradientCheck;
import org.focalspark.testkit.SparkSessions;
import org.focalspark.training.job.BlockPasses;
import org.focalspark.training.job.Execution;
import org.focalspark.training.job.PartitionBlocks;
import org.focalspark.training.solver.Evaluation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The gradient that the optimizer sees is that of the objective that it sees. */
@Tag("once")
class DistributedObjectiveIT {
    private static final double REL_1E_9 = 1e-9;
    private static final int NUM_ROWS = 60;
    private static final Blocks DATA = Blocks.random(NUM_ROWS, 2L);

    @ParameterizedTest
    @MethodSource("org.focalspark.testkit.MarginLosses#all")
    void gradientIsThatOfTheObjective(MarginLoss loss) {
        assertGradient(loss, true, true);
    }

    @ParameterizedTest
    @CsvSource({"0, true, false", "0.5, false, true", "2, true, false", "5, false, false"})
    void gradientIsThatOfTheObjectiveOfAnyScaleWithAndWithoutIntercept(
            double gamma, boolean standardization, boolean fitIntercept) {
        FocalLoss side = new FocalLoss(gamma);
        assertGradient(new BinaryLoss(side, side, 0.25, 0.75), standardization, fitIntercept);
    }

    @Test
    void noticesThatRowsHaveGone() {
        assertThatThrownBy(() -> evaluate(Blocks.random(NUM_ROWS + 1, 2L).cut(10, false), DATA.cut(10, false)))
                .isInstanceOf(SparkException.class)
                .hasMessageStartingWith("The input has changed during training: 61 rows at first, 60 rows now.");
    }

    @Test
    void noticesThatAValueHasChanged() {
        DATA.rows[17][2] += 1e-9;
        List<FeatureBlock> changed = DATA.cut(10, false);
        DATA.rows[17][2] -= 1e-9;
        assertThatThrownBy(() -> evaluate(DATA.cut(10, false), changed))
                .isInstanceOf(SparkException.class)
                .hasMessageStartingWith(
                        "The input has changed during training: other labels, weights or features now.");
    }

    /** As after a shuffle that is run again: other blocks, stored in another way, of the same rows. */
    @Test
    void takesTheSameRowsInOtherBlocks() {
        evaluate(DATA.cut(10, false), DATA.cut(7, true));
    }

    private static void evaluate(List<FeatureBlock> first, List<FeatureBlock> now) {
        FocalLoss side = new FocalLoss(2);
        CoefficientLayout layout = new CoefficientLayout(Blocks.NUM_FEATURES, 1, true);
        L2Penalty penalty = new L2Penalty(layout, scalingOf(layout), 0.1, true);
        objective(new BinaryLoss(side, side, 1, 1), now, penalty, layout, first).evaluate(new double[layout.size()]);
    }

    private static void assertGradient(MarginLoss loss, boolean standardization, boolean fitIntercept) {
        CoefficientLayout layout = new CoefficientLayout(Blocks.NUM_FEATURES, loss.numColumns(), fitIntercept);
        Scaling scaling = scalingOf(layout);
        double[] point = new Random(1L).doubles(layout.size(), -1, 1).toArray();
        List<FeatureBlock> blocks = DATA.labeledFor(loss)
                .awayFromKink(loss, scaling.toOriginal(point))
                .cut(10, false);
        L2Penalty penalty = new L2Penalty(layout, scaling, 0.1, standardization);
        DistributedObjective objective = objective(loss, blocks, penalty, layout, blocks);
        Evaluation evaluation = objective.evaluate(point);
        assertThat(evaluation.value()).isPositive();
        // Entry by entry LossAggregatorTest has it; here each value is a job.
        Random random = new Random(5L);
        GradientCheck.assertGradientAlong(
                Stream.generate(() -> random.doubles(point.length, -1, 1).toArray())
                        .limit(3),
                x -> objective.evaluate(x).value(),
                point,
                evaluation.gradient(),
                REL_1E_9);
    }

    private static DistributedObjective objective(
            MarginLoss loss,
            List<FeatureBlock> blocks,
            L2Penalty penalty,
            CoefficientLayout layout,
            List<FeatureBlock> first) {
        Fingerprint rows = new Fingerprint();
        first.forEach(rows::add);
        JavaRDD<FeatureBlock> distributed = JavaSparkContext.fromSparkContext(
                        SparkSessions.shared().sparkContext())
                .parallelize(blocks, 3);
        JavaRDD<PartitionBlocks> partitions = distributed.mapPartitionsWithIndex(
                (index, own) -> List.of(new PartitionBlocks(index, own)).iterator(), true);
        BlockPasses.Input input = new BlockPasses.Input() {
            @Override
            public JavaRDD<PartitionBlocks> forPasses(long numSums) {
                return partitions;
            }

            @Override
            public Fingerprint rows(int heldOut) {
                return rows;
            }
        };
        BlockPasses passes =
                new BlockPasses(input, KernelChoice.ofThisJvm().kernel(), new Execution(0.0, OptionalInt.of(1)));
        return new DistributedObjective(
                request -> passes.evaluate(List.of(request)).get(0),
                new DistributedObjective.Problem(loss, scalingOf(layout), penalty, NUM_ROWS, BlockPasses.NONE));
    }

    private static Scaling scalingOf(CoefficientLayout layout) {
        return new Scaling(layout, new double[] {0, 0.5, -0.5, 1, 1000}, new double[] {1, 2, 3, 4, 1});
    }
}
