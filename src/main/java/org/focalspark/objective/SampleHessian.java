package org.focalspark.objective;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.focalspark.loss.LossSums;
import org.focalspark.loss.MarginLoss;
import org.focalspark.loss.tile.ScalarTileMath;
import org.focalspark.loss.tile.TileRows;

/**
 * Second derivatives of the loss part of an objective in the optimizer's vector, over the rows of a sample.
 *
 * <p>The derivatives in the margins are differences of the loss's own multipliers, so they exist for every loss. Six
 * digits suffice: the matrix only preconditions steps, and the gradient of all rows determines the solution. Focal
 * losses are not convex everywhere: a row whose curvature is negative in a margin does not count there.
 */
public final class SampleHessian {
    /** Number of rows whose standardized values are in memory at once. */
    public static final int ROWS = 256;

    /** Parts of a matrix that threads may compute at the same time. */
    private static final int BANDS = 16;

    /** Step of the differences, relative to the margin or to 1. */
    private static final double STEP = 1e-4;

    private final MarginLoss loss;
    private final CoefficientLayout layout;
    private final Scaling scaling;
    private final boolean separable;

    /**
     * Creates the second derivatives of an objective.
     *
     * @param loss loss of a row's margins, with one multiplier per column
     * @param layout layout of the optimizer's vector
     * @param scaling conversion between the optimizer's vector and raw values
     * @param separable whether the loss is a sum over the columns, so that two columns have no mixed derivatives
     */
    public SampleHessian(MarginLoss loss, CoefficientLayout layout, Scaling scaling, boolean separable) {
        this.loss = loss;
        this.layout = layout;
        this.scaling = scaling;
        this.separable = separable;
    }

    /**
     * Computes the second derivatives at a point.
     *
     * @param rows rows of the sample
     * @param point optimizer's vector
     * @param lossWeightSum sum of w a of the sample
     * @return one matrix for each group of columns without mixed derivatives; {@link Metric} has the order of its entries
     */
    public List<SymmetricMatrix> at(List<DenseBlock> rows, double[] point, double lossWeightSum) {
        Chunk chunk = new Chunk(point);
        for (DenseBlock block : rows) {
            for (int from = 0; from < block.numRows(); from += ROWS) {
                chunk.read(block, from, Math.min(ROWS, block.numRows() - from));
                chunk.add();
            }
        }
        List<SymmetricMatrix> matrices = chunk.matrices();
        matrices.forEach(matrix -> matrix.times(1.0 / lossWeightSum));
        return matrices;
    }

    /** A chunk of rows with their standardized values and the derivatives in their margins. */
    private final class Chunk {
        private final int width = layout.numFeatures() + (layout.fitIntercept() ? 1 : 0);
        private final int numColumns = layout.numColumns();
        private final double[] values = new double[ROWS * width];
        private final double[] margins = new double[ROWS * numColumns];
        private final double[] moved = new double[ROWS * numColumns];
        private final double[] steps = new double[ROWS * numColumns];

        /** Derivative of the multiplier of column k in the margin of column c, of row r at place(c, k) + r. */
        private final double[] curvatures = new double[ROWS * (separable ? numColumns : numColumns * numColumns)];

        private final Map<Integer, double[]> products = new TreeMap<>();
        private final TileRows rows = new TileRows(new ScalarTileMath());
        private final double[] point;
        private int numRows;

        Chunk(double[] point) {
            this.point = point;
        }

        void read(DenseBlock block, int from, int count) {
            numRows = count;
            for (int r = 0; r < numRows; r++) {
                readRow(block, from + r, r * width);
                if (layout.fitIntercept()) {
                    values[r * width + layout.numFeatures()] = 1.0;
                }
                for (int c = 0; c < numColumns; c++) {
                    margins[c * numRows + r] = margin(r, c);
                }
            }
            rows.moveTo(block.labels(), block.weights(), from, numRows);
            for (int c = 0; c < numColumns; c += separable ? numColumns : 1) {
                differences(c, separable ? numColumns : c + 1);
            }
            keepConvex();
        }

        /** Rows of a class without weight are not in the moments of the features, and their values may be anything. */
        private void readRow(DenseBlock block, int row, int target) {
            if (block.numLabels() == 1 && loss.classWeights().of((int) block.labels()[row]) == 0.0) {
                Arrays.fill(values, target, target + layout.numFeatures(), 0.0);
            } else {
                scaling.standardize(block, row, values, target);
            }
        }

        private double margin(int row, int column) {
            double margin = layout.fitIntercept() ? point[layout.interceptIndex(column)] : 0.0;
            for (int j = 0; j < layout.numFeatures(); j++) {
                margin += point[column * layout.numFeatures() + j] * values[row * width + j];
            }
            return margin;
        }

        /** Place of the derivatives of column k in column c, of which there is one pair per column if separable. */
        private int place(int c, int k) {
            return (separable ? c : c * numColumns + k) * ROWS;
        }

        /** Central differences of the multipliers in the margins of some columns, which are moved at the same time. */
        private void differences(int first, int end) {
            for (int sign = -1; sign <= 1; sign += 2) {
                System.arraycopy(margins, 0, moved, 0, numColumns * numRows);
                for (int i = first * numRows; i < end * numRows; i++) {
                    steps[i] = STEP * Math.max(1.0, Math.abs(margins[i]));
                    moved[i] += sign * steps[i];
                }
                loss.evaluate(moved, rows, new LossSums());
                for (int c = first; c < end; c++) {
                    for (int k = separable ? c : 0; k < (separable ? c + 1 : numColumns); k++) {
                        addDifference(c, k, sign);
                    }
                }
            }
        }

        private void addDifference(int c, int k, int sign) {
            int place = place(c, k);
            for (int r = 0; r < numRows; r++) {
                double half = moved[k * numRows + r] / (2.0 * steps[c * numRows + r]);
                curvatures[place + r] = sign < 0 ? -half : curvatures[place + r] + half;
            }
        }

        /** Removes curvatures of rows that are negative in a margin: single ones if separable, else those of the row. */
        private void keepConvex() {
            for (int r = 0; r < numRows; r++) {
                boolean convex = true;
                for (int c = 0; c < numColumns; c++) {
                    int i = place(c, c) + r;
                    convex &= curvatures[i] >= 0.0;
                    curvatures[i] = Math.max(curvatures[i], 0.0);
                }
                for (int i = r; i < curvatures.length && !convex && !separable; i += ROWS) {
                    curvatures[i] = 0.0;
                }
            }
        }

        /** Adds the products of the values of all rows, for each pair of columns. */
        void add() {
            for (int c = 0; c < numColumns; c++) {
                for (int k = c; k < (separable ? c + 1 : numColumns); k++) {
                    int place = place(c, k);
                    Arrays.fill(curvatures, place + numRows, place + ROWS, 0.0);
                    double[] sums = products(c * numColumns + k);
                    boolean symmetric = c == k;
                    // Every thread adds to rows of its own, so the sums do not depend on their number.
                    IntStream.range(0, BANDS).parallel().forEach(band -> {
                        int first = firstOf(band, symmetric);
                        int end = firstOf(band + 1, symmetric);
                        for (int r = 0; r < numRows; r += 4) {
                            add(sums, symmetric, place + r, r * width, first, end);
                        }
                    });
                }
            }
        }

        /** First row of a band; bands of a triangle have about the same area. */
        private int firstOf(int band, boolean symmetric) {
            double share = (double) band / BANDS;
            return (int) Math.round(width * (symmetric ? 1.0 - Math.sqrt(1.0 - share) : share));
        }

        /** Sums of the products of two columns. */
        private double[] products(int pair) {
            return products.computeIfAbsent(pair, missing -> new double[width * width]);
        }

        /** Adds four rows at once, so that sums are loaded once; padding rows have curvature 0. */
        private void add(double[] sums, boolean symmetric, int curvature, int row, int first, int end) {
            for (int i = first; i < end; i++) {
                double a = curvatures[curvature] * values[row + i];
                double b = curvatures[curvature + 1] * values[row + width + i];
                double c = curvatures[curvature + 2] * values[row + 2 * width + i];
                double d = curvatures[curvature + 3] * values[row + 3 * width + i];
                int target = i * width;
                for (int j = symmetric ? i : 0; j < width; j++) {
                    sums[target + j] += a * values[row + j]
                            + b * values[row + width + j]
                            + c * values[row + 2 * width + j]
                            + d * values[row + 3 * width + j];
                }
            }
        }

        List<SymmetricMatrix> matrices() {
            int together = separable ? 1 : numColumns;
            List<SymmetricMatrix> matrices = new ArrayList<>();
            for (int first = 0; first < numColumns; first += together) {
                CoefficientLayout group = new CoefficientLayout(layout.numFeatures(), together, layout.fitIntercept());
                SymmetricMatrix matrix = new SymmetricMatrix(group.size());
                for (int c = 0; c < together; c++) {
                    for (int k = c; k < together; k++) {
                        copy(group, c, k, products((first + c) * numColumns + first + k), matrix);
                    }
                }
                matrices.add(matrix);
            }
            return matrices;
        }

        private void copy(CoefficientLayout group, int column, int other, double[] sums, SymmetricMatrix matrix) {
            for (int i = 0; i < width; i++) {
                for (int j = column == other ? i : 0; j < width; j++) {
                    matrix.add(group.index(column, i), group.index(other, j), sums[i * width + j]);
                }
            }
        }
    }
}
