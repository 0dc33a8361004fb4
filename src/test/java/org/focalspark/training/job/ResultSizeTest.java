package org.focalspark.training.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sums that reach the driver are counted before Spark refuses them. */
class ResultSizeTest {
    private static final long GIB = 1L << 30;

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "8, 1, 8",
        "800, 1, 800", // depth 1: all of them
        "4, 2, 4",
        "5, 2, 5", // too few for a stage
        "8, 2, 2",
        "16, 2, 4",
        "100, 2, 7",
        "800, 2, 25",
        "1000, 3, 4",
        "1024, 2, 32",
        "2000, 3, 8"
    })
    void countsTheResultsOfTheLastStage(int numPartitions, int depth, int numResults) {
        assertThat(MergeTree.numResults(numPartitions, 100, depth)).isEqualTo(numResults);
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 1", "4, 1, 4", "4, 2, 1", "800, 1, 800", "800, 2, 1", "2000, 3, 1"})
    void theLastOfLargeResultsAreMergedOnAnExecutor(int numPartitions, int depth, int numResults) {
        assertThat(MergeTree.numResults(numPartitions, 10_000_000, depth)).isEqualTo(numResults);
    }

    @Test
    void saysNothingWhileTheResultsFit() {
        ResultSize size = new ResultSize(8, 1_000_001, 1);
        assertThat(size.bytes()).isEqualTo(8.0 * 1_000_001 * 8);
        assertThat(size.warning(GIB)).isEmpty();
        assertThat(size.warning((long) size.bytes())).isEmpty();
        assertThat(size.warning((long) size.bytes() - 1)).isPresent();
    }

    @Test
    void saysNothingWithoutALimit() {
        assertThat(new ResultSize(10_000, 1000L * Integer.MAX_VALUE, 1).warning(ResultSize.UNLIMITED))
                .isEmpty();
    }

    @Test
    void namesSettingSizeAndWayOut() {
        assertThat(new ResultSize(800, 10_000_001, 1).warning(GIB))
                .hasValue(
                        "spark.driver.maxResultSize is 1,024 MiB, but what 800 tasks send to the driver in each pass takes about"
                                + " 61,035 MiB (10,000,001 sums of 8 bytes each), so that Spark will end the fit. Raise it, set"
                                + " aggregationDepth to 2, or train on fewer partitions.");
    }

    @Test
    void aDeeperTreeIsNoWayOutWhereASingleSumIsTooLarge() {
        assertThat(new ResultSize(4, 1_000_001_000, 2).warning(GIB))
                .hasValueSatisfying(warning ->
                        assertThat(warning).endsWith("Raise it, or train on fewer features (FeatureHasher)."));
    }
}
