package org.focalspark.training;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.focalspark.objective.FeatureBlock;
import org.jspecify.annotations.Nullable;

/** The blocks of a task, partition by partition. A run must be read to its end before the next one. */
final class PartitionRuns implements Iterator<Iterator<FeatureBlock>> {
    private final Iterator<PlacedBlock> placed;
    private @Nullable PlacedBlock ahead;

    PartitionRuns(Iterator<PlacedBlock> placed) {
        this.placed = placed;
        advance();
    }

    private void advance() {
        ahead = placed.hasNext() ? placed.next() : null;
    }

    @Override
    public boolean hasNext() {
        return ahead != null;
    }

    /** Partition of the next run. */
    int partition() {
        return first().partition();
    }

    @Override
    public Iterator<FeatureBlock> next() {
        int partition = partition();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return ahead != null && ahead.partition() == partition;
            }

            @Override
            public FeatureBlock next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("Partition " + partition + " has no more blocks.");
                }
                FeatureBlock block = first().block();
                advance();
                return block;
            }
        };
    }

    private PlacedBlock first() {
        if (ahead == null) {
            throw new NoSuchElementException("The task has no more blocks.");
        }
        return ahead;
    }
}
