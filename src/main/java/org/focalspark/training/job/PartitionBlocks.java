package org.focalspark.training.job;

import java.util.Iterator;
import org.focalspark.objective.FeatureBlock;

/**
 * Blocks of a partition inside a task, which may read several partitions. Never serialized.
 *
 * @param partition number of the partition that they are cached in
 * @param blocks the blocks, read once
 */
public record PartitionBlocks(int partition, Iterator<FeatureBlock> blocks) {}
