package org.focalspark.training;

import java.io.Serializable;
import java.util.Iterator;
import java.util.TreeMap;
import org.focalspark.loss.ClassWeights;
import org.focalspark.objective.FeatureBlock;

/** Statistics of each fold, taken in one pass, and by merging them those of all rows but a fold's. Not thread-safe. */
final class FoldStatistics implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ClassWeights classWeights;
    private final boolean multilabel;
    private final TreeMap<Integer, InputStatistics> folds = new TreeMap<>();
    private final TreeMap<Integer, InputStatistics> others = new TreeMap<>();
    private final BlockLayout layout = new BlockLayout();

    /** Statistics of no rows. */
    static FoldStatistics none(ClassWeights classWeights, boolean multilabel) {
        return new FoldStatistics(classWeights, multilabel);
    }

    private FoldStatistics(ClassWeights classWeights, boolean multilabel) {
        this.classWeights = classWeights;
        this.multilabel = multilabel;
    }

    /** Statistics of the blocks of a partition, whose rows enter means and deviations with their class weights. */
    static FoldStatistics of(
            int partition, Iterator<FeatureBlock> blocks, ClassWeights classWeights, boolean multilabel) {
        FoldStatistics statistics = new FoldStatistics(classWeights, multilabel);
        long size = 0L;
        while (blocks.hasNext()) {
            FeatureBlock block = blocks.next();
            size += block.size();
            statistics
                    .folds
                    .computeIfAbsent(block.fold(), fold -> InputStatistics.none(classWeights, multilabel))
                    .add(block);
        }
        statistics.folds.values().forEach(InputStatistics::finish);
        statistics.layout.note(partition, size);
        return statistics;
    }

    FoldStatistics merge(FoldStatistics other) {
        layout.merge(other.layout);
        other.folds.forEach((fold, statistics) -> folds.merge(fold, statistics, InputStatistics::merge));
        return this;
    }

    /**
     * Statistics of all rows but those of a fold; all fits that hold it out share them.
     *
     * @param heldOut the fold, or {@link BlockPasses#NONE}
     * @return statistics to be read only, of no rows if there are none
     */
    InputStatistics without(int heldOut) {
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

    /** Where the blocks are. */
    BlockLayout layout() {
        return layout;
    }

    /** Rows of a fold. */
    long numRows(int fold) {
        InputStatistics statistics = folds.get(fold);
        return statistics == null ? 0L : statistics.numRows();
    }
}
