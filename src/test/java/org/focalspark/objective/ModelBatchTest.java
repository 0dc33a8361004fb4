package org.focalspark.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.FocalLoss;
import org.focalspark.loss.MarginLoss;
import org.focalspark.loss.NormalizedLoss;
import org.focalspark.loss.PointwiseLoss;
import org.focalspark.loss.SoftmaxLoss;
import org.focalspark.testkit.Blocks;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that share a pass have the sums, and the margins, that each has alone. */
class ModelBatchTest {
    private static final double REL_1E_12 = 1e-12;
    private static final int NUM_ROWS = 403;
    private static final FocalLoss SIDE = new FocalLoss(2.0);
    private static final List<MarginLoss> LOSSES = List.of(
            new BinaryLoss(SIDE, SIDE, 0.25, 0.75),
            new SoftmaxLoss(new PointwiseLoss[] {SIDE, new FocalLoss(0.5)}, new double[] {1.0, 3.0}),
            new NormalizedLoss(new BinaryLoss(SIDE, SIDE, 1, 1)),
            new BinaryLoss(new FocalLoss(0), new FocalLoss(0), 1, 1));

    private final Blocks data = Blocks.random(NUM_ROWS, 4L);
    private final List<Predictor> predictors = new ArrayList<>();

    ModelBatchTest() {
        Random random = new Random(9L);
        for (MarginLoss loss : LOSSES) {
            double[] coefficients = random.doubles((long) loss.numColumns() * Blocks.NUM_FEATURES, -0.3, 0.3)
                    .toArray();
            // The last feature is about 1,000 everywhere.
            for (int c = 1; c <= loss.numColumns(); c++) {
                coefficients[c * Blocks.NUM_FEATURES - 1] *= 1e-3;
            }
            predictors.add(new Predictor(
                    coefficients, random.doubles(loss.numColumns(), -1, 1).toArray()));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sumsAreThoseOfEachModelAlone(boolean sparse) {
        ModelBatch batch = new ModelBatch(predictors, LOSSES);
        assertThat(batch.numSums()).isEqualTo((1L + 2 + 2 + 1) * (Blocks.NUM_FEATURES + 1));
        List<FeatureBlock> blocks = data.cut(140, sparse);
        LossAggregator together = new LossAggregator().add(blocks.get(0), batch);
        LossAggregator others = new LossAggregator();
        blocks.subList(1, blocks.size()).forEach(block -> others.add(block, batch));
        together.merge(new LossAggregator()).merge(others);
        for (int m = 0; m < LOSSES.size(); m++) {
            LossAggregator alone = new LossAggregator();
            for (FeatureBlock block : blocks) {
                alone.add(block, predictors.get(m), LOSSES.get(m));
            }
            LinearGradient expected = alone.reduce(0, LOSSES.get(m), NUM_ROWS);
            LinearGradient actual = together.reduce(m, LOSSES.get(m), NUM_ROWS);
            assertThat(actual.value()).isCloseTo(expected.value(), within(REL_1E_12));
            assertThat(actual.offsets()).containsExactly(expected.offsets(), within(REL_1E_12));
            // Gradients of the last feature are of a size of 1,000.
            assertThat(actual.coefficients()).containsExactly(expected.coefficients(), within(1e3 * REL_1E_12));
        }
        assertThat(together.rows().numRows()).isEqualTo(NUM_ROWS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void scoresAreMarginsRowByRow(boolean sparse) {
        ModelBatch batch = new ModelBatch(predictors, LOSSES);
        BlockScores scores = new BlockScores(new ScalarKernel());
        // By weight, which no two rows have in common: blocks may put their rows into another order.
        List<Map<Double, double[]>> seen = new ArrayList<>();
        LOSSES.forEach(loss -> seen.add(new HashMap<>()));
        Map<Double, Double> labelOfWeight = new HashMap<>();
        for (int r = 0; r < NUM_ROWS; r++) {
            labelOfWeight.put(data.weights[r], data.labels[r]);
        }
        for (FeatureBlock block : data.cut(200, sparse)) {
            scores.visit(block, batch, (model, margins, labels, weight) -> {
                seen.get(model).put(weight, margins.clone());
                assertThat(labels).containsExactly(labelOfWeight.get(weight));
            });
        }
        for (int m = 0; m < LOSSES.size(); m++) {
            assertThat(seen.get(m)).hasSize(NUM_ROWS);
            for (int r = 0; r < NUM_ROWS; r++) {
                assertThat(seen.get(m).get(data.weights[r]))
                        .containsExactly(margins(m, data.rows[r]), within(REL_1E_12));
            }
        }
    }

    private double[] margins(int model, double[] row) {
        Predictor predictor = predictors.get(model);
        double[] margins = Arrays.copyOf(predictor.offsets(), predictor.offsets().length);
        for (int c = 0; c < margins.length; c++) {
            for (int j = 0; j < row.length; j++) {
                margins[c] += row[j] * predictor.coefficients()[c * row.length + j];
            }
        }
        return margins;
    }
}
