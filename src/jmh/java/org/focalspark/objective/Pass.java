package org.focalspark.objective;

import java.util.Arrays;
import java.util.Random;

/** Margins and gradient of a block without a loss in between: its multipliers are given. */
final class Pass {
    private static final double REL_1E_12 = 1e-12;

    private final FeatureBlock block;
    private final Tile tile;
    private final int columns;
    private final int tileRows;
    private final double[] coefficients;
    private final double[] multipliers;
    private final double[] margins;
    private final double[] sums;
    private final double[] gradient;
    private boolean ran;

    Pass(FeatureBlock block, Kernel kernel, int columns) {
        this(block, kernel, columns, block.tileRows(columns, kernel.products()));
    }

    private Pass(FeatureBlock block, Kernel kernel, int columns, int tileRows) {
        Random random = new Random(3L);
        this.block = block;
        this.tile = new Tile(kernel);
        this.columns = columns;
        this.tileRows = Math.min(tileRows, block.numRows());
        this.coefficients =
                random.doubles((long) block.numFeatures() * columns, -1.0, 1.0).toArray();
        this.margins = new double[this.tileRows * columns];
        this.multipliers = random.doubles(margins.length, -1.0, 1.0).toArray();
        this.sums = new double[margins.length];
        this.gradient = new double[coefficients.length];
    }

    double run() {
        ran = true;
        Arrays.fill(gradient, 0.0);
        Arrays.fill(sums, 0.0);
        for (int from = 0; from < block.numRows(); from += tileRows) {
            tile.moveTo(from, Math.min(tileRows, block.numRows() - from));
            Arrays.fill(margins, 0.0);
            block.addMargins(tile, coefficients, margins);
            block.addGradient(tile, multipliers, gradient);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += margins[i];
            }
        }
        tile.products().flush(gradient);
        return gradient[0];
    }

    /** Against the plain kernel, whose products KernelTest holds to exact sums; in the same tiles, for the same multipliers. */
    void check() {
        checkAgainst(new Pass(block, new ScalarKernel(), columns, tileRows));
    }

    void checkAgainst(Pass expected) {
        if (ran) {
            expected.run();
            assertClose(sums, expected.sums, "margins");
            assertClose(gradient, expected.gradient, "gradient");
        }
    }

    private void assertClose(double[] actual, double[] expected, String what) {
        double bar = REL_1E_12 * block.numRows();
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(actual[i] - expected[i]) <= bar * Math.max(1.0, Math.abs(expected[i])))) {
                throw new IllegalStateException(what + "[" + i + "] is " + actual[i] + " and not " + expected[i] + ".");
            }
        }
    }
}
