package org.focalspark.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import org.focalspark.loss.ClassWeights;
import org.focalspark.testkit.Blocks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureMomentsTest {
    private static final double REL_1E_12 = 1e-12;

    private static final ClassWeights PLAIN = ClassWeights.equal();

    @ParameterizedTest
    @CsvSource({"1, false", "10, true", "5000, false", "9000, true"})
    void areTheWeightedMeanAndVarianceOfTheDefinition(int rowsPerBlock, boolean sparse) {
        checkDefinition(Blocks.random(9000, 11L), rowsPerBlock, sparse, ClassWeights.of(0.25, 0.75));
    }

    /** Sparse ones are added in another order. */
    @ParameterizedTest
    @CsvSource({"10, false", "1, true", "5000, true"})
    void areThoseOfTheDefinitionWhereAllRowsWeighOne(int rowsPerBlock, boolean sparse) {
        int[] once = new int[9000];
        Arrays.fill(once, 1);
        checkDefinition(Blocks.random(once.length, 11L).repeated(once), rowsPerBlock, sparse, PLAIN);
    }

    private static void checkDefinition(Blocks data, int rowsPerBlock, boolean sparse, ClassWeights classWeights) {
        FeatureMoments moments = moments(data.cut(rowsPerBlock, sparse), classWeights);
        double[] means = moments.means();
        double[] deviations = moments.standardDeviations();
        for (int j = 0; j < Blocks.NUM_FEATURES; j++) {
            BigDecimal[] expected = definition(data, j, classWeights);
            double mean = expected[0].doubleValue();
            double deviation = Math.sqrt(expected[1].doubleValue());
            assertThat(means[j]).isCloseTo(mean, within(REL_1E_12 * Math.max(1, Math.abs(mean))));
            assertThat(deviations[j]).isCloseTo(deviation, within(REL_1E_12 * deviation));
        }
    }

    /** The entries of a feature that all rows have are not all in the same slot. */
    @Test
    void aConstantFeatureOfSparseRowsHasADeviationOfExactlyZero() {
        int[] rowStarts = {0, 2, 3, 6};
        int[] indices = {0, 2, 2, 0, 1, 2};
        double[] values = {5, 0.1, 0.1, 7, 8, 0.1};
        FeatureBlock block = new SparseBlock(3, new double[3], new double[0], rowStarts, indices, values);
        FeatureBlock weighted =
                new SparseBlock(3, new double[3], new double[] {0.1, 0.7, 0.3}, rowStarts, indices, values);
        assertThat(moments(List.of(block, block), PLAIN).standardDeviations()[2])
                .isZero();
        assertThat(moments(List.of(weighted, weighted), PLAIN).standardDeviations()[2])
                .isZero();
    }

    @Test
    void mergedInPartsTheyAreTheSame() {
        Blocks data = Blocks.random(500, 13L);
        List<FeatureBlock> blocks = data.cut(100, false);
        FeatureMoments whole = moments(blocks, PLAIN);
        FeatureMoments merged = moments(blocks.subList(0, 2), PLAIN);
        merged.merge(moments(List.of(), PLAIN));
        merged.merge(moments(blocks.subList(2, 5), PLAIN));
        assertThat(merged.means()).containsExactly(whole.means(), within(1e-10));
        assertThat(merged.standardDeviations()).containsExactly(whole.standardDeviations(), within(1e-10));
    }

    /** Whichever of two partitions is through first, a fit of the same rows must give the same model. */
    @Test
    void twoPartsGiveTheSameBitsInEitherOrder() {
        List<FeatureBlock> blocks = Blocks.random(500, 13L).cut(100, false);
        FeatureMoments merged = moments(blocks.subList(0, 2), PLAIN);
        merged.merge(moments(blocks.subList(2, 5), PLAIN));
        FeatureMoments reversed = moments(blocks.subList(2, 5), PLAIN);
        reversed.merge(moments(blocks.subList(0, 2), PLAIN));
        assertThat(reversed.means()).containsExactly(merged.means());
        assertThat(reversed.standardDeviations()).containsExactly(merged.standardDeviations());
    }

    @Test
    void aConstantFeatureHasADeviationOfExactlyZero() {
        double[] values = new double[3000];
        double[] weights = new double[3000];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.1;
            weights[i] = 0.1 + i * 0.3;
        }
        FeatureBlock block = new DenseBlock(1, new double[3000], weights, values);
        assertThat(moments(List.of(block, block), PLAIN).standardDeviations()).containsExactly(0.0);
    }

    @Test
    void aConstantFeatureMayBeHuge() {
        FeatureBlock block = new DenseBlock(1, new double[3], new double[0], new double[] {1e300, 1e300, 1e300});
        assertThat(moments(List.of(block), PLAIN).standardDeviations()).containsExactly(0.0);
    }

    @Test
    void anAllZeroFeatureHasMeanAndDeviationZero() {
        FeatureBlock block = new SparseBlock(
                2, new double[2], new double[0], new int[] {0, 1, 2}, new int[] {1, 1}, new double[] {3, 5});
        FeatureMoments moments = moments(List.of(block), PLAIN);
        assertThat(moments.means()).containsExactly(0.0, 4.0);
        assertThat(moments.standardDeviations()).containsExactly(new double[] {0.0, Math.sqrt(2)}, within(1e-15));
    }

    @Test
    void aBlockKnowsItsFirstValueThatIsNotFinite() {
        double[] values = {1, Double.NEGATIVE_INFINITY, Double.NaN};
        FeatureBlock dense = new DenseBlock(1, new double[3], new double[0], values);
        FeatureBlock sparse = new SparseBlock(
                2, new double[2], new double[] {1, 2}, new int[] {0, 1, 2}, new int[] {1, 1}, new double[] {3, 5});
        assertThat(dense.nonFiniteValue()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(sparse.nonFiniteValue()).isZero();
        assertThat(dense.weight(2)).isEqualTo(1.0);
        assertThat(sparse.weight(1)).isEqualTo(2.0);
    }

    @Test
    void aSingleRowHasDeviationZero() {
        FeatureBlock block = new DenseBlock(1, new double[1], new double[0], new double[] {42});
        assertThat(moments(List.of(block), PLAIN).standardDeviations()).containsExactly(0.0);
    }

    @Test
    void rowsWithoutWeightDoNotCount() {
        FeatureBlock block = new DenseBlock(1, new double[3], new double[] {1, 0, 1}, new double[] {2, 1e6, 4});
        assertThat(moments(List.of(block), PLAIN).means()).containsExactly(3.0);
    }

    private static BigDecimal[] definition(Blocks data, int feature, ClassWeights classWeights) {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal weightSum = BigDecimal.ZERO;
        BigDecimal weightSquares = BigDecimal.ZERO;
        for (int r = 0; r < data.rows.length; r++) {
            BigDecimal weight = weight(data, r, classWeights);
            weightSum = weightSum.add(weight);
            weightSquares = weightSquares.add(weight.multiply(weight));
            sum = sum.add(weight.multiply(new BigDecimal(data.rows[r][feature])));
        }
        BigDecimal mean = sum.divide(weightSum, MathContext.DECIMAL128);
        BigDecimal squares = BigDecimal.ZERO;
        for (int r = 0; r < data.rows.length; r++) {
            BigDecimal difference = new BigDecimal(data.rows[r][feature]).subtract(mean);
            squares = squares.add(
                    weight(data, r, classWeights).multiply(difference).multiply(difference));
        }
        BigDecimal denominator = weightSum.subtract(weightSquares.divide(weightSum, MathContext.DECIMAL128));
        return new BigDecimal[] {mean, squares.divide(denominator, MathContext.DECIMAL128)};
    }

    private static BigDecimal weight(Blocks data, int row, ClassWeights classWeights) {
        return new BigDecimal(data.weights[row]).multiply(new BigDecimal(classWeights.of((int) data.labels[row])));
    }

    private static FeatureMoments moments(List<FeatureBlock> blocks, ClassWeights classWeights) {
        FeatureMoments moments = new FeatureMoments(
                blocks.isEmpty() ? Blocks.NUM_FEATURES : blocks.get(0).numFeatures());
        blocks.forEach(block -> moments.add(block, classWeights));
        moments.finish();
        return moments;
    }

    /** The light row's square overflows; in the other order, its product with the heavy weight does. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSumOfSquaresThatOverflowsIsNoticedInEachOrder(boolean heavyFirst) {
        double[] values = heavyFirst ? new double[] {1.0, 1e291} : new double[] {1e291, 1.0};
        double[] weights = heavyFirst ? new double[] {1e150, 1.0} : new double[] {1.0, 1e150};
        FeatureMoments moments = new FeatureMoments(1);
        moments.add(new DenseBlock(1, new double[2], weights, values), PLAIN);
        moments.finish();

        assertThat(moments.standardDeviations()).containsExactly(Double.POSITIVE_INFINITY);
    }
}
