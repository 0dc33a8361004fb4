package org.focalspark.objective;

/**
 * Computes the margins of several models in one pass and visits them row by row. One instance per task; not
 * thread-safe.
 */
public final class BlockScores {
    private final Tile tile;

    /**
     * Creates an instance.
     *
     * @param kernel computes the products of dense rows
     */
    public BlockScores(Kernel kernel) {
        this.tile = new Tile(kernel);
    }

    /** Visitor of the margins of a row. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Visits the margins of a row.
         *
         * @param model index of the model in the batch
         * @param margins one margin per column of the model; the array is reused for the next row
         * @param labels labels of the row: one class index, or one per label; the array is reused for the next row
         * @param weight instance weight
         */
        void accept(int model, double[] margins, double[] labels, double weight);
    }

    /**
     * Visits the margins of the rows of a block, in block order, which may differ from the order of the input.
     *
     * @param block rows
     * @param batch models
     * @param visitor receives the margins
     */
    public void visit(FeatureBlock block, ModelBatch batch, Visitor visitor) {
        int most = Math.min(block.tileRows(batch.numColumns(), tile.products()), block.numRows());
        double[] margins = tile.array(Tile.Use.MARGINS, most * batch.numColumns());
        for (int from = 0; from < block.numRows(); from += most) {
            tile.moveTo(from, Math.min(most, block.numRows() - from));
            batch.margins(block, tile, margins);
            visitRows(block, batch, margins, visitor);
        }
    }

    private void visitRows(FeatureBlock block, ModelBatch batch, double[] margins, Visitor visitor) {
        double[] labels = new double[block.numLabels()];
        int firstColumn = 0;
        for (int m = 0; m < batch.size(); m++) {
            double[] own = new double[batch.loss(m).numColumns()];
            for (int r = 0; r < tile.numRows(); r++) {
                for (int c = 0; c < own.length; c++) {
                    own[c] = margins[(firstColumn + c) * tile.numRows() + r];
                }
                int row = tile.from() + r;
                System.arraycopy(block.labels(), row * labels.length, labels, 0, labels.length);
                visitor.accept(m, own, labels, block.weight(row));
            }
            firstColumn += own.length;
        }
    }
}
