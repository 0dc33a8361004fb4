package org.focalspark.testkit.random;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/** Draws the values of features: ordinary columns, and columns that are hard for arithmetic. */
final class RandomColumns {
    private static final int ORDINARY_KINDS = 9;
    private static final int HOSTILE_KINDS = 11;

    private final SplittableRandom random;
    private final int numRows;
    private final List<double[]> columns = new ArrayList<>();

    private RandomColumns(SplittableRandom random, int numRows) {
        this.random = random;
        this.numRows = numRows;
    }

    /**
     * Draws columns of one length.
     *
     * @param hostile whether values may be NaN, infinite, or near the ends of the range of double
     */
    static List<double[]> draw(SplittableRandom random, int numRows, int numColumns, boolean hostile) {
        RandomColumns drawn = new RandomColumns(random, numRows);
        for (int j = 0; j < numColumns; j++) {
            drawn.columns.add(hostile && random.nextInt(3) == 0 ? drawn.hostile() : drawn.ordinary());
        }
        return drawn.columns;
    }

    private double[] ordinary() {
        return switch (random.nextInt(ORDINARY_KINDS)) {
            case 0 -> filled(() -> random.nextInt(2));
            case 1 -> constant();
            case 2 ->
                columns.isEmpty()
                        ? constant()
                        : columns.get(random.nextInt(columns.size())).clone();
            case 3 -> filled(() -> random.nextInt(8) == 0 ? 1.0 + random.nextInt(3) : 0.0);
            case 4 -> filled(() -> random.nextBoolean() ? -0.0 : random.nextInt(3) - 1.0);
            case 5 -> {
                double scale = powerOfTen(3);
                yield filled(() -> scale * random.nextGaussian());
            }
            case 6 -> {
                double shift = 5.0 * random.nextGaussian();
                yield filled(() -> shift + random.nextGaussian());
            }
            default -> filled(random::nextGaussian);
        };
    }

    private double[] constant() {
        double value = random.nextInt(3) - 1.0;
        return filled(() -> value);
    }

    private double[] hostile() {
        return switch (random.nextInt(HOSTILE_KINDS)) {
            case 0 -> filled(() -> 1e150 * random.nextGaussian());
            case 1 -> filled(() -> random.nextBoolean() ? 1e300 : -1e300);
            case 2 -> filled(() -> 1e-300 * random.nextGaussian());
            case 3 -> filled(() -> Double.MIN_VALUE * random.nextInt(5));
            case 4 -> filled(() -> 1e12 + random.nextGaussian());
            case 5 -> filled(() -> random.nextGaussian() * powerOfTen(300));
            case 6 -> {
                double constant = random.nextGaussian() * powerOfTen(300);
                yield filled(() -> constant);
            }
            case 7 -> {
                double scale = powerOfTen(300);
                yield filled(() -> scale * random.nextGaussian());
            }
            case 8 -> oneValue(random.nextBoolean() ? 1e300 : 1e150);
            case 9 -> oneValue(random.nextBoolean() ? 1e-300 : Double.MIN_VALUE);
            default -> oneValue(random.nextBoolean() ? Double.NaN : Double.NEGATIVE_INFINITY);
        };
    }

    private double[] oneValue(double value) {
        double[] column = ordinary();
        if (numRows > 0) {
            column[random.nextInt(numRows)] = value;
        }
        return column;
    }

    private double powerOfTen(int largest) {
        return Math.pow(10.0, random.nextDouble(-largest, largest));
    }

    private double[] filled(DoubleSupplier value) {
        double[] column = new double[numRows];
        Arrays.setAll(column, i -> value.getAsDouble());
        return column;
    }
}
