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

    private FoldStatistics(ClassWeights classWeights, boolean multilabel) {
        this.classWeights = classWeights;
        this.multilabel = multilabel;
    }

    /** Statistics of the blocks of a partition, whose rows enter means and deviations with their class weights. */
    static FoldStatistics of(Iterator<FeatureBlock> blocks, ClassWeights classWeights, boolean multilabel) {
        FoldStatistics statistics = new FoldStatistics(classWeights, multilabel);
        while (blocks.hasNext()) {
            FeatureBlock block = blocks.next();
            statistics
                    .folds
                    .computeIfAbsent(block.fold(), fold -> InputStatistics.none(classWeights, multilabel))
                    .add(block);
        }
        statistics.folds.values().forEach(InputStatistics::finish);
        return statistics;
    }

    FoldStatistics merge(FoldStatistics other) {
        other.folds.forEach((fold, statistics) -> folds.merge(fold, statistics, InputStatistics::merge));
        return this;
    }

    /**
     * Statistics of all rows but those of a fold.
     *
     * @param heldOut the fold, or {@link BlockPasses#NONE}
     * @return statistics of their own, of no rows if there are none
     */
    InputStatistics without(int heldOut) {
        InputStatistics all = InputStatistics.none(classWeights, multilabel);
        folds.forEach((fold, statistics) -> {
            if (fold != heldOut) {
                all.merge(statistics);
            }
        });
        return all;
    }

    /** Rows of a fold. */
    long numRows(int fold) {
        InputStatistics statistics = folds.get(fold);
        return statistics == null ? 0L : statistics.numRows();
    }
}
