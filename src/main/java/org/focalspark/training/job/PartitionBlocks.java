package org.focalspark.training.job;

import java.util.Iterator;
import org.focalspark.objective.FeatureBlock;

/**
 * The blocks of a partition on their way through a task, which may read several partitions; never sent.
 *
 * @param partition number of the partition that they are cached in
 * @param blocks the blocks, read once
 */
public record PartitionBlocks(int partition, Iterator<FeatureBlock> blocks) {}
