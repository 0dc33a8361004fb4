package org.focalspark.training;

import java.util.Iterator;
import org.focalspark.objective.FeatureBlock;

/** The blocks of a partition, each with the number of the partition. */
final class PlacedBlocks implements Iterator<PlacedBlock> {
    private final int partition;
    private final Iterator<FeatureBlock> blocks;

    PlacedBlocks(int partition, Iterator<FeatureBlock> blocks) {
        this.partition = partition;
        this.blocks = blocks;
    }

    @Override
    public boolean hasNext() {
        return blocks.hasNext();
    }

    @Override
    public PlacedBlock next() {
        return new PlacedBlock(partition, blocks.next());
    }
}
