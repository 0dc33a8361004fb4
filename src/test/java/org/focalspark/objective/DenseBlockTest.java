package org.focalspark.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Tiles of dense rows are of a size in bytes. Their products: KernelTest, LossAggregatorTest. */
class DenseBlockTest {
    private static final double FLOAT_EXACT = 0.5;
    private static final double NO_FLOAT = 0.1;

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

    /** One row, whose values are all the same. */
    private static FeatureBlock block(int numFeatures, double value) {
        double[] values = new double[numFeatures];
        Arrays.fill(values, value);
        return new DenseBlock(numFeatures, new double[1], new double[0], values);
    }
}
