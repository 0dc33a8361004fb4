package org.focalspark.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import java.util.stream.Stream;
import org.focalspark.loss.LossSums;
import org.focalspark.loss.MarginLoss;
import org.focalspark.loss.tile.Elementary;
import org.focalspark.loss.tile.Logistic;
import org.focalspark.loss.tile.LossScratch;
import org.focalspark.loss.tile.ScalarTileMath;
import org.focalspark.loss.tile.TileMath;
import org.focalspark.loss.tile.TileRows;
import org.focalspark.testkit.MarginLosses;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The functions of both kernels have the bits of the functions of one value. */
class TileMathTest {
    private static final int LENGTH = 1000;
    private static final int REPEATS = 2000;
    private static final double[] FAR = {
        0.0,
        -0.0,
        Double.MIN_VALUE,
        -1e-300,
        37,
        -37,
        706.9,
        -706.9,
        707,
        -707,
        708.5,
        -708.5,
        745,
        -745,
        746,
        -746,
        1e4,
        -1e4,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN
    };

    private static TileMath math(KernelChoice choice) {
        assumeTrue(choice == KernelChoice.SCALAR || KernelChoice.isVectorApiPresent());
        return choice.kernel().math();
    }

    /** Two million values; the first hundreds of thousands of them interpreted or half compiled. */
    @ParameterizedTest
    @EnumSource
    void manyValuesHaveTheBitsOfEach(KernelChoice choice) {
        TileMath math = math(choice);
        Random random = new Random(19L);
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            double spread = repeat % 4 == 0 ? 2000 : repeat % 4 == 1 ? 700 : 20;
            assertSameBits(math, random.doubles(LENGTH, -spread, spread).toArray(), 0, LENGTH);
        }
    }

    /** Every remainder, and a far value in every lane. */
    @ParameterizedTest
    @EnumSource
    void endsAndFarValuesHaveThem(KernelChoice choice) {
        TileMath math = math(choice);
        for (int from = 0; from < 3; from++) {
            for (int to = from; to < from + 35; to++) {
                for (int i = from; i < to; i++) {
                    double[] values = new Random(i).doubles(40, -9, 9).toArray();
                    values[i] = FAR[(7 * i + to) % FAR.length];
                    assertSameBits(math, values, from, to);
                }
            }
        }
    }

    private static void assertSameBits(TileMath math, double[] values, int from, int to) {
        double[] exponentials = values.clone();
        math.exp(exponentials, from, to);
        Logistic logistic = new Logistic(values.length);
        math.logistic(values, logistic, from, to);
        for (int i = 0; i < values.length; i++) {
            boolean inside = i >= from && i < to;
            double z = values[i];
            double t = Elementary.exp(-Math.abs(z));
            double l = Elementary.log1p(t);
            double larger = 1 / (1 + t);
            assertBits(exponentials[i], inside ? Elementary.exp(z) : z, z);
            assertBits(logistic.p()[i], inside ? (z < 0 ? t * larger : larger) : 0, z);
            assertBits(logistic.q()[i], inside ? (z < 0 ? larger : t * larger) : 0, z);
            assertBits(logistic.s()[i], inside ? (z < 0 ? l - z : l) : 0, z);
            assertBits(logistic.l()[i], inside ? l : 0, z);
            assertBits(logistic.rest()[i], inside ? Elementary.log1pRest(t) : 0, z);
        }
    }

    private static void assertBits(double actual, double expected, double z) {
        if (Double.doubleToLongBits(actual) != Double.doubleToLongBits(expected)) { // a million assertions take long
            assertThat(actual).as("at %s", z).isEqualTo(expected);
        }
    }

    static Stream<Named<MarginLoss>> losses() {
        return MarginLosses.all();
    }

    /** A loss has the same bits whatever the functions of the kernel. */
    @ParameterizedTest
    @MethodSource("losses")
    void lossesHaveTheSameBitsWithBoth(MarginLoss loss) {
        TileMath vector = math(KernelChoice.VECTOR);
        Random random = new Random(5L);
        for (int numRows : new int[] {1, 3, 7, 8, 9, 31, 64, 128}) {
            int perRow = MarginLosses.isMultilabel(loss) ? loss.numColumns() : 1;
            double[] labels = random.ints((long) numRows * perRow, 0, perRow > 1 ? 2 : Math.max(loss.numColumns(), 2))
                    .asDoubleStream()
                    .toArray();
            double[] first = new double[numRows * loss.numMultipliers()];
            System.arraycopy(
                    random.doubles((long) numRows * loss.numColumns(), -40, 40).toArray(),
                    0,
                    first,
                    0,
                    numRows * loss.numColumns());
            double[] second = first.clone();
            LossSums firstSums = new LossSums();
            LossSums secondSums = new LossSums();
            loss.evaluate(first, new TileRows(vector).moveTo(labels, new double[0], 0, numRows), firstSums);
            loss.evaluate(
                    second, new TileRows(new ScalarTileMath()).moveTo(labels, new double[0], 0, numRows), secondSums);
            assertThat(first).containsExactly(second);
            assertThat(loss.reduce(firstSums, 3).value())
                    .isEqualTo(loss.reduce(secondSums, 3).value());
        }
    }

    @Test
    void scratchGrowsWithTheTile() {
        LossScratch scratch = new LossScratch(new ScalarTileMath());
        assertThat(scratch.logistic(new double[] {0, 0}, 0, 2).p()).containsExactly(0.5, 0.5);
        assertThat(scratch.logistic(new double[] {0, 0, 0}, 1, 3).q()[2]).isEqualTo(0.5);
    }
}
