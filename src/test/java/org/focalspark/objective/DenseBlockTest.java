package org.focalspark.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Random;
import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.FocalLoss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tiles of dense rows are of a size in bytes. Products within a tile: KernelTest. */
class DenseBlockTest {
    private static final double FLOAT_EXACT = 0.5;
    private static final double NO_FLOAT = 0.1;
    private static final double REL_1E_12 = 1e-12;

    /** Vectors of eight, and a rest. */
    private static final int WIDTH = 20;

    @Test
    void tilesOfFloatsHaveTwiceTheRowsWhereFloatsAreTakenAsTheyAre() {
        assumeTrue(KernelChoice.isVectorApiPresent());
        DenseProducts products = KernelChoice.VECTOR.kernel().products();
        int ofDoubles = block(100, NO_FLOAT).tileRows(1, products);
        assertThat(ofDoubles).isEqualTo(48);
        assertThat(block(100, FLOAT_EXACT).tileRows(1, products)).isEqualTo(2 * ofDoubles);
        assertThat(block(100, FLOAT_EXACT).tileRows(2, products)).isEqualTo(ofDoubles);
        assertThat(block(100, NO_FLOAT).tileRows(2, products)).isEqualTo(ofDoubles);
    }

    @Test
    void floatsThatAreWidenedCountAsDoubles() {
        DenseProducts products = KernelChoice.SCALAR.kernel().products();
        assertThat(block(100, FLOAT_EXACT).tileRows(1, products))
                .isEqualTo(block(100, NO_FLOAT).tileRows(1, products));
    }

    @Test
    void tilesAreNeitherLongerThanARunOfTheLossNorWithoutRows() {
        DenseProducts products = KernelChoice.SCALAR.kernel().products();
        assertThat(block(1, NO_FLOAT).tileRows(1, products)).isEqualTo(Tile.MAX_ROWS);
        assertThat(block(0, NO_FLOAT).tileRows(1, products)).isEqualTo(Tile.MAX_ROWS);
        assertThat(block(1_000_000, NO_FLOAT).tileRows(1, products)).isEqualTo(8);
    }

    /** Log loss, whose derivative is the probability less the label, over several tiles and a rest. */
    @ParameterizedTest
    @EnumSource
    void gradientsOfFloatsGoOverAllTiles(KernelChoice choice) {
        assumeTrue(choice == KernelChoice.SCALAR || KernelChoice.isVectorApiPresent());
        int numRows = 2 * Tile.MAX_ROWS + 45;
        Random random = new Random(3L);
        double[] coefficients = random.doubles(WIDTH, -1, 1).toArray();
        double[] labels = random.ints(numRows, 0, 2).asDoubleStream().toArray();
        double[] values = new double[numRows * WIDTH];
        Arrays.setAll(values, i -> random.nextFloat() - 0.5f);
        double[] expected = new double[WIDTH];
        for (int r = 0; r < numRows; r++) {
            double margin = 0.25;
            for (int j = 0; j < WIDTH; j++) {
                margin += values[r * WIDTH + j] * coefficients[j];
            }
            for (int j = 0; j < WIDTH; j++) {
                expected[j] += (1.0 / (1.0 + Math.exp(-margin)) - labels[r]) * values[r * WIDTH + j];
            }
        }
        BinaryLoss logLoss = new BinaryLoss(new FocalLoss(0.0), new FocalLoss(0.0), 1.0, 1.0);
        LinearGradient actual = new LossAggregator(choice.kernel())
                .add(
                        new DenseBlock(WIDTH, labels, new double[0], values),
                        new Predictor(coefficients, new double[] {0.25}),
                        logLoss)
                .reduce(0, logLoss, 1.0);
        assertThat(actual.coefficients()).containsExactly(expected, within(REL_1E_12 * numRows));
    }

    /** One row, whose values are all the same. */
    private static FeatureBlock block(int numFeatures, double value) {
        double[] values = new double[numFeatures];
        Arrays.fill(values, value);
        return new DenseBlock(numFeatures, new double[1], new double[0], values);
    }
}
