package org.focalspark.objective;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * Sample of the rows of a training set, dense and in the memory of one process. The weight of a row is divided by the
 * probability with which it was taken, so that weighted sums over the sample estimate those over all rows. Immutable
 * and thread-safe.
 */
public final class RowSample {
    private final List<DenseBlock> blocks;
    private final boolean complete;

    private RowSample(List<DenseBlock> blocks, boolean complete) {
        this.blocks = blocks;
        this.complete = complete;
    }

    /** A row, and its place among the rows of other blocks. */
    private record Taken(FeatureBlock block, int row, long hash) {}

    /**
     * Takes the sampled rows of some blocks.
     *
     * @param blocks blocks of rows of a valid training set
     * @param rates share of the rows to take
     * @return the rows, in blocks of one fold each
     */
    public static List<DenseBlock> take(Iterator<FeatureBlock> blocks, SampleRates rates) {
        List<DenseBlock> taken = new ArrayList<>();
        while (blocks.hasNext()) {
            FeatureBlock block = blocks.next();
            List<Taken> rows = new ArrayList<>();
            for (int r = 0; r < block.numRows(); r++) {
                if (block.weight(r) > 0.0) {
                    long hash = block.rowHash(r);
                    if (SampleRates.takes(rates.rate(block, r), Fingerprint.mix(hash))) {
                        rows.add(new Taken(block, r, hash));
                    }
                }
            }
            if (!rows.isEmpty()) {
                taken.add(dense(rows, rates));
            }
        }
        return taken;
    }

    private static DenseBlock dense(List<Taken> rows, SampleRates rates) {
        int width = rows.get(0).block.numFeatures();
        int numLabels = rows.get(0).block.numLabels();
        double[] labels = new double[rows.size() * numLabels];
        double[] weights = new double[rows.size()];
        double[] values = new double[rows.size() * width];
        for (int i = 0; i < weights.length; i++) {
            FeatureBlock block = rows.get(i).block;
            int row = rows.get(i).row;
            System.arraycopy(block.labels(), row * numLabels, labels, i * numLabels, numLabels);
            weights[i] = block.weight(row) / rates.rate(block, row);
            block.copyRow(row, values, i * width);
        }
        DenseBlock block = new DenseBlock(width, weights.length, labels, weights, values);
        block.inFold(rows.get(0).block.fold());
        return block;
    }

    /**
     * Combines the rows that {@link #take} has taken from all partitions, in an order that depends on the rows alone.
     *
     * @param parts rows of each partition, in any order
     * @param complete whether these are all rows of the training set
     * @return the sample
     */
    public static RowSample of(List<DenseBlock> parts, boolean complete) {
        int numFolds = parts.stream().mapToInt(FeatureBlock::fold).max().orElse(0) + 1;
        List<DenseBlock> blocks = new ArrayList<>();
        for (int fold = 0; fold < numFolds; fold++) {
            List<Taken> rows = new ArrayList<>();
            for (DenseBlock part : parts) {
                for (int r = 0; r < part.numRows() && part.fold() == fold; r++) {
                    rows.add(new Taken(part, r, part.rowHash(r)));
                }
            }
            rows.sort(Comparator.comparingLong(Taken::hash));
            if (!rows.isEmpty()) {
                blocks.add(dense(rows, SampleRates.all()));
            }
        }
        return new RowSample(blocks, complete);
    }

    /**
     * Whether the sample has all rows of the training set.
     *
     * @return false if it lacks rows
     */
    public boolean complete() {
        return complete;
    }

    /**
     * Rows that a fit sees.
     *
     * @param heldOut fold whose rows are left out, or a negative number
     * @return blocks of one fold each
     */
    public List<DenseBlock> without(int heldOut) {
        return blocks.stream().filter(block -> block.fold() != heldOut).toList();
    }
}
