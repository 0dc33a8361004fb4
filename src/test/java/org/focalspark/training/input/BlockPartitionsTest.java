package org.focalspark.training.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockPartitionsTest {
    @ParameterizedTest
    @CsvSource({
        "16, 2, 1, 16, 2", // as many tasks as the input has partitions
        "2000, 2, 1, 64, 2",
        "2000, 100, 1, 400, 100",
        "300, 100, 1, 300, 100",
        "2000, 2, 500, 500, 500", // large ones stay apart
        "10, 2, 500, 10, 10",
        "0, 2, 1, 0, 0",
        "2000, 2000, 1, 2000, 2000" // with dynamic allocation the scan has a slot for each partition
    })
    void theScanHasMorePartitionsThanPasses(int numPartitions, int slots, long bySize, int scan, int passes) {
        BlockPartitions partitions = BlockPartitions.of(numPartitions, slots, bySize);
        assertThat(partitions.scan()).isEqualTo(scan);
        assertThat(partitions.passes(slots)).isEqualTo(passes);
    }
}
