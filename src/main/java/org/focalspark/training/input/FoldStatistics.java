package org.focalspark.training.input;

import java.io.Serializable;
import java.util.Iterator;
import java.util.TreeMap;
import org.focalspark.loss.ClassWeights;
import org.focalspark.objective.FeatureBlock;
import org.focalspark.objective.Fingerprint;
import org.focalspark.training.job.BlockPasses;

/**
 * Statistics of each fold, computed in one pass. Statistics of all rows except a fold are merged from them. Not
 * thread-safe.
 */
public final class FoldStatistics implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ClassWeights classWeights;
    private final boolean multilabel;
    private final TreeMap<Integer, InputStatistics> folds = new TreeMap<>();
    private final TreeMap<Integer, InputStatistics> others = new TreeMap<>();
    private final BlockLayout layout = new BlockLayout();
    private int tooManyFeatures;

    /** Creates empty statistics. */
    static FoldStatistics none(ClassWeights classWeights, boolean multilabel) {
        return new FoldStatistics(classWeights, multilabel);
    }

    private FoldStatistics(ClassWeights classWeights, boolean multilabel) {
        this.classWeights = classWeights;
        this.multilabel = multilabel;
    }

    /**
     * Adds the blocks of a partition. Means and deviations include class weights.
     *
     * @param maxFeatures largest number of features for statistics
     * @return this
     */
    FoldStatistics read(int partition, Iterator<FeatureBlock> blocks, int maxFeatures) {
        long size = 0L;
        while (blocks.hasNext()) {
            FeatureBlock block = blocks.next();
            size += block.size();
            add(block, maxFeatures);
        }
        folds.values().forEach(InputStatistics::finish);
        layout.note(partition, size);
        return this;
    }

    private void add(FeatureBlock block, int maxFeatures) {
        if (block.numFeatures() > maxFeatures) {
            giveUp(block.numFeatures());
        }
        if (!isTooLarge()) {
            folds.computeIfAbsent(block.fold(), fold -> InputStatistics.none(classWeights, multilabel))
                    .add(block);
        }
    }

    private void giveUp(int numFeatures) {
        tooManyFeatures = Math.max(tooManyFeatures, numFeatures);
        folds.clear();
    }

    FoldStatistics merge(FoldStatistics other) {
        layout.merge(other.layout);
        if (other.isTooLarge()) {
            giveUp(other.tooManyFeatures);
        }
        if (!isTooLarge()) {
            other.folds.forEach((fold, statistics) -> folds.merge(fold, statistics, InputStatistics::merge));
        }
        return this;
    }

    /** Returns whether the rows had too many features for statistics; then only the layout is known. */
    boolean isTooLarge() {
        return tooManyFeatures > 0;
    }

    /** Largest number of features if there were too many, else 0. */
    int tooManyFeatures() {
        return tooManyFeatures;
    }

    /**
     * Returns the statistics of all rows except those of a fold. All fits that hold it out share them.
     *
     * @param heldOut the fold, or {@link BlockPasses#NONE}
     * @return statistics, empty if there are no rows; must not be changed
     */
    public InputStatistics without(int heldOut) {
        return others.computeIfAbsent(heldOut, this::merged);
    }

    private InputStatistics merged(int heldOut) {
        InputStatistics all = InputStatistics.none(classWeights, multilabel);
        folds.forEach((fold, statistics) -> {
            if (fold != heldOut) {
                all.merge(statistics);
            }
        });
        return all;
    }

    /** Layout of the blocks. */
    BlockLayout layout() {
        return layout;
    }

    /**
     * Returns the digest of the rows of a fold.
     *
     * @param fold the fold
     * @return digest, of no rows if there are none
     */
    public Fingerprint rows(int fold) {
        InputStatistics statistics = folds.get(fold);
        return statistics == null ? new Fingerprint() : statistics.rows();
    }
}
