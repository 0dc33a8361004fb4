package org.focalspark.objective;

import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sample of the rows of a training set, dense and in the memory of one process. The weight of a row is divided by its
 * sampling probability, so weighted sums over the sample estimate those over all rows. Rows with the same labels and
 * values are one row with the sum of their weights. Immutable and thread-safe.
 */
public final class RowSample {
    private final List<DenseBlock> blocks;
    private final boolean complete;

    private RowSample(List<DenseBlock> blocks, boolean complete) {
        this.blocks = blocks;
        this.complete = complete;
    }

    /** A row of a block, and the weight of all rows that are equal to it. */
    private static final class Taken {
        private final FeatureBlock block;
        private final int row;
        private double weight;

        private Taken(FeatureBlock block, int row) {
            this.block = block;
            this.row = row;
        }
    }

    /** Rows of a fold, sorted by hash. Equal rows are one, so frequent rows do not fill the memory. */
    private static final class Rows {
        private final TreeMap<Long, Taken> byHash = new TreeMap<>();

        void add(FeatureBlock block, int row, double rate) {
            long hash = block.rowHash(row);
            if (SampleRates.takes(rate, hash)) {
                byHash.computeIfAbsent(hash, missing -> new Taken(block, row)).weight += block.weight(row) / rate;
            }
        }

        DenseBlock toBlock(int fold) {
            List<Taken> rows = List.copyOf(byHash.values());
            int width = rows.get(0).block.numFeatures();
            int numLabels = rows.get(0).block.numLabels();
            double[] labels = new double[rows.size() * numLabels];
            double[] weights = new double[rows.size()];
            double[] values = new double[rows.size() * width];
            for (int i = 0; i < weights.length; i++) {
                Taken taken = rows.get(i);
                System.arraycopy(taken.block.labels(), taken.row * numLabels, labels, i * numLabels, numLabels);
                weights[i] = taken.weight;
                taken.block.copyRow(taken.row, values, i * width);
            }
            DenseBlock block = new DenseBlock(width, weights.length, labels, weights, values);
            block.inFold(fold);
            return block;
        }
    }

    /**
     * Takes the sampled rows of some blocks.
     *
     * @param blocks blocks of rows of a valid training set
     * @param rates share of the rows to take
     * @return the rows, one block per fold
     */
    public static List<DenseBlock> take(Iterator<FeatureBlock> blocks, SampleRates rates) {
        SortedMap<Integer, Rows> folds = new TreeMap<>();
        while (blocks.hasNext()) {
            FeatureBlock block = blocks.next();
            Rows rows = folds.computeIfAbsent(block.fold(), fold -> new Rows());
            for (int r = 0; r < block.numRows(); r++) {
                if (block.weight(r) > 0.0) {
                    rows.add(block, r, rates.rate(block, r));
                }
            }
        }
        return blocks(folds);
    }

    private static List<DenseBlock> blocks(SortedMap<Integer, Rows> folds) {
        return folds.entrySet().stream()
                .filter(fold -> !fold.getValue().byHash.isEmpty())
                .map(fold -> fold.getValue().toBlock(fold.getKey()))
                .toList();
    }

    /**
     * Combines the rows that {@link #take} has taken from all partitions, in an order that depends on the rows alone.
     *
     * @param parts rows of each partition
     * @param complete whether these are all rows of the training set
     * @return the sample
     */
    public static RowSample of(List<DenseBlock> parts, boolean complete) {
        SortedMap<Integer, Rows> folds = new TreeMap<>();
        for (DenseBlock part : parts) {
            Rows rows = folds.computeIfAbsent(part.fold(), fold -> new Rows());
            for (int r = 0; r < part.numRows(); r++) {
                rows.add(part, r, 1.0);
            }
        }
        return new RowSample(blocks(folds), complete);
    }

    /**
     * Weight of the sampled rows of each class, or with each label.
     *
     * @param heldOut fold whose rows are left out, or a negative number
     * @param numLabels number of classes or labels
     * @param multilabel whether a row has several labels
     * @return estimate of the weights in the training set
     */
    public double[] labelWeights(int heldOut, int numLabels, boolean multilabel) {
        double[] weights = new double[numLabels];
        for (DenseBlock block : without(heldOut)) {
            for (int r = 0; r < block.numRows(); r++) {
                for (int k = 0; k < block.numLabels(); k++) {
                    double label = block.labels()[r * block.numLabels() + k];
                    int at = multilabel ? k : (int) label;
                    if (at < numLabels && (!multilabel || label == 1.0)) {
                        weights[at] += block.weight(r);
                    }
                }
            }
        }
        return weights;
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
