package org.focalspark.loss;

import java.util.Arrays;
import org.focalspark.loss.tile.LossScratch.Use;
import org.focalspark.loss.tile.TileRows;

/**
 * Sum of binary losses, one per column. Each column has its own label.
 *
 * <pre>
 *   f(m, y) = sum over columns c of b_c a_c(y_c) L_c(z_c),   z_c = m_c if y_c = 1, else -m_c
 * </pre>
 *
 * <p>b_c is the weight of the column, chosen so that the sum over all rows, divided by the sum of their weights, is
 * the sum of the objectives of separate binary fits. Immutable and thread-safe.
 */
public abstract class ColumnLoss extends SeparableLoss {
    private static final long serialVersionUID = 1L;

    private final BinaryLoss[] columns;
    private final double[] columnWeights;

    /**
     * Creates the loss.
     *
     * @param columns loss of each column; not copied
     * @param columnWeights weight b of each column, finite and &gt;= 0; 0 excludes the column; not copied
     */
    ColumnLoss(BinaryLoss[] columns, double[] columnWeights) {
        super(columns[0].smoothing());
        this.columns = columns;
        this.columnWeights = columnWeights;
    }

    /**
     * Returns the label of a row in a column.
     *
     * @return 1 or 0, NaN if it is unknown
     */
    abstract double label(TileRows rows, int row, int column);

    @Override
    public final int numColumns() {
        return columns.length;
    }

    /**
     * Returns equal weights: a row has no class weight of its own, since it is positive in some columns and negative in
     * others.
     */
    @Override
    public final ClassWeights classWeights() {
        return ClassWeights.equal();
    }

    @Override
    public final boolean isLogLoss() {
        return Arrays.stream(columns).allMatch(BinaryLoss::isLogLoss);
    }

    @Override
    public final boolean hasPosteriorMap() {
        return Arrays.stream(columns).allMatch(BinaryLoss::hasPosteriorMap);
    }

    @Override
    public final double[] constantMargins(LabelSums sums) {
        double[] margins = new double[columns.length];
        for (int c = 0; c < margins.length; c++) {
            margins[c] = columns[c].constantMargin(
                    columns[c].classWeights().applyTo(new double[] {sums.negative(c), sums.positive(c)}));
        }
        return margins;
    }

    /**
     * Loss of a column.
     *
     * @param column index of the class or label
     * @return binary loss
     */
    public final BinaryLoss lossOf(int column) {
        return columns[column];
    }

    final BinaryCalibration[] calibrations() {
        return Arrays.stream(columns).map(BinaryLoss::calibration).toArray(BinaryCalibration[]::new);
    }

    @Override
    public final void evaluate(double[] margins, TileRows rows, LossSums sums) {
        int numRows = rows.numRows();
        double[] column = rows.scratch().array(Use.COLUMN_MARGINS, numRows);
        double[] targets = rows.scratch().array(Use.COLUMN_LABELS, numRows);
        double[] known = rows.scratch().array(Use.COLUMN_WEIGHTS, numRows);
        TileRows ofColumn = new TileRows(rows.scratch()).moveTo(targets, known, 0, numRows);
        for (int c = 0; c < columns.length; c++) {
            double weightSum = 0.0;
            for (int r = 0; r < numRows; r++) {
                double label = label(rows, r, c);
                boolean isKnown = !Double.isNaN(label);
                targets[r] = isKnown ? label : 0.0;
                known[r] = isKnown ? rows.weight(r) : 0.0;
                column[r] = margins[c * numRows + r];
                weightSum += known[r];
            }
            if (columnWeights[c] == 0.0 || weightSum == 0.0) { // few of thousands of labels may be known
                Arrays.fill(margins, c * numRows, (c + 1) * numRows, 0.0);
                continue;
            }
            LossSums columnSums = new LossSums();
            columns[c].evaluate(column, ofColumn, columnSums);
            for (int r = 0; r < numRows; r++) {
                margins[c * numRows + r] = columnWeights[c] * column[r];
            }
            sums.add(columnWeights[c] * columnSums.loss(), columnSums.nonConvexWeight(), columnSums.weight());
        }
    }

    @Override
    final SignedMargins terms(double[] margins, TileRows rows) {
        int numRows = rows.numRows();
        SignedMargins terms = new SignedMargins(2 * numRows * columns.length);
        for (int c = 0; c < columns.length; c++) {
            for (int r = 0; r < numRows && columnWeights[c] > 0.0; r++) {
                double label = label(rows, r, c);
                if (!Double.isNaN(label)) {
                    BinaryLoss.Entry entry = new BinaryLoss.Entry(c, margins[c * numRows + r], label, rows.weight(r));
                    columns[c].addTerms(terms, r, entry, columnWeights[c]);
                }
            }
        }
        return terms;
    }

    @Override
    final int numScales() {
        return columns.length;
    }
}
