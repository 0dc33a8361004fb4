package org.focalspark.loss;

import java.io.Serializable;
import java.util.Arrays;
import org.focalspark.loss.tile.LossScratch;
import org.focalspark.loss.tile.LossScratch.Use;
import org.focalspark.loss.tile.TileRows;

/**
 * Pointwise losses and weights of classes, evaluated for a tile of rows with one class each. Immutable and thread-safe.
 */
final class ClassLosses implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Slope of a ramp, much larger than the inverse spacing of doubles near a z*. */
    private static final double STEEP = 0x1p200;

    private final PointwiseLoss[] losses;
    private final double[] classWeights;
    /** Signed margin above which the loss of each class is convex; -infinity for a class without weight. */
    private final double[] convexFrom;

    private final boolean isOneLoss;
    private final boolean isConvex;
    private final boolean hasZeroWeight;

    ClassLosses(PointwiseLoss[] losses, double[] classWeights) {
        this.losses = losses;
        this.classWeights = classWeights;
        this.convexFrom = new double[losses.length];
        for (int k = 0; k < losses.length; k++) {
            convexFrom[k] = classWeights[k] > 0.0 ? losses[k].convexFrom() : Double.NEGATIVE_INFINITY;
        }
        this.isOneLoss = Arrays.stream(losses).allMatch(losses[0]::equals);
        this.isConvex = Arrays.stream(convexFrom).allMatch(from -> from == Double.NEGATIVE_INFINITY);
        this.hasZeroWeight = Arrays.stream(classWeights).anyMatch(weight -> weight == 0.0);
    }

    /**
     * Adds the losses of all rows to sums, and turns signed margins into weighted derivatives, 0 where the weight is 0.
     *
     * <p>Most loops have no branch and one operation, so that the compiler vectorizes them.
     *
     * @param rows rows, whose labels are classes
     * @param z signed margin of each row, overwritten
     * @param sums receives the sums of a tile
     */
    void evaluate(TileRows rows, double[] z, LossSums sums) {
        int numRows = rows.numRows();
        double[] weights = rows.scratch().array(Use.WEIGHTS, numRows);
        double[] lossOfRows = rows.scratch().array(Use.LOSSES, numRows);
        rows.copyWeights(weights);
        double allWeight = sum(weights, numRows);
        double nonConvexWeight = isConvex ? 0.0 : nonConvexWeight(rows, z, weights);
        if (isOneLoss) {
            losses[0].evaluate(z, lossOfRows, 0, numRows, rows.scratch());
        } else {
            evaluateRuns(rows, z, lossOfRows);
        }
        multiplyByClass(rows, weights);
        for (int r = 0; r < numRows; r++) {
            lossOfRows[r] *= weights[r];
            z[r] *= weights[r];
        }
        if (hasZeroWeight || rows.areWeighted()) {
            clear(rows, z, lossOfRows, weights);
        }
        sums.add(sum(lossOfRows, numRows), nonConvexWeight, allWeight);
    }

    private void multiplyByClass(TileRows rows, double[] weights) {
        if (losses.length == 2) { // exact, and vectorizable unlike a lookup
            for (int r = 0; r < rows.numRows(); r++) {
                weights[r] *= rows.label(r) * classWeights[1] + (1.0 - rows.label(r)) * classWeights[0];
            }
            return;
        }
        for (int r = 0; r < rows.numRows(); r++) {
            weights[r] *= classWeights[rows.classOf(r)];
        }
    }

    /** Sets rows without weight to 0, even if their loss is infinite. */
    private static void clear(TileRows rows, double[] z, double[] lossOfRows, double[] weights) {
        for (int r = 0; r < rows.numRows(); r++) {
            if (weights[r] == 0.0) {
                lossOfRows[r] = 0.0;
                z[r] = 0.0;
            }
        }
    }

    /**
     * Weight of the rows with z below z*. A steep ramp from 0 to 1 replaces a branch on z, which processors predict
     * badly.
     */
    private double nonConvexWeight(TileRows rows, double[] z, double[] weights) {
        int numRows = rows.numRows();
        double[] inZone = rows.scratch().array(Use.RUN_LOSSES, numRows);
        if (isOneLoss && !hasZeroWeight) {
            Arrays.fill(inZone, 0, numRows, convexFrom[0]);
        } else {
            for (int r = 0; r < numRows; r++) {
                inZone[r] = convexFrom[rows.classOf(r)];
            }
        }
        for (int r = 0; r < numRows; r++) {
            inZone[r] = weights[r] * Math.min(Math.max((inZone[r] - z[r]) * STEEP, 0.0), 1.0);
        }
        return sum(inZone, numRows);
    }

    /** Evaluates the rows class by class, so that each loss gets consecutive rows. */
    private void evaluateRuns(TileRows rows, double[] z, double[] lossOfRows) {
        int numRows = rows.numRows();
        LossScratch scratch = rows.scratch();
        double[] runMargins = scratch.array(Use.RUN_MARGINS, numRows);
        double[] runLosses = scratch.array(Use.RUN_LOSSES, numRows);
        int[] order = scratch.order(numRows);
        int[] ends = new int[losses.length + 1];
        for (int r = 0; r < numRows; r++) {
            ends[rows.classOf(r) + 1]++;
        }
        for (int k = 0; k < losses.length; k++) {
            ends[k + 1] += ends[k];
        }
        for (int r = 0; r < numRows; r++) {
            order[r] = ends[rows.classOf(r)]++;
            runMargins[order[r]] = z[r];
        }
        for (int k = 0; k < losses.length; k++) {
            losses[k].evaluate(runMargins, runLosses, k == 0 ? 0 : ends[k - 1], ends[k], scratch);
        }
        for (int r = 0; r < numRows; r++) {
            z[r] = runMargins[order[r]];
            lossOfRows[r] = runLosses[order[r]];
        }
    }

    /** Adds four partial sums: a single chain would wait for the latency of each addition. */
    private static double sum(double[] values, int length) {
        double s0 = 0.0;
        double s1 = 0.0;
        double s2 = 0.0;
        double s3 = 0.0;
        int i = 0;
        for (; i + 3 < length; i += 4) {
            s0 += values[i];
            s1 += values[i + 1];
            s2 += values[i + 2];
            s3 += values[i + 3];
        }
        for (; i < length; i++) {
            s0 += values[i];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
