package org.focalspark.training;

import org.focalspark.objective.FeatureBlock;

/**
 * A block on its way through a task, which may read several partitions; never sent.
 *
 * @param partition partition that it is cached in
 * @param block the block
 */
record PlacedBlock(int partition, FeatureBlock block) {}
