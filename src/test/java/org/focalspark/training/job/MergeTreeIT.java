package org.focalspark.training.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However deep the tree, results are merged as without it, and the driver gets as few as it is said to. */
class MergeTreeIT {
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "1, 2, 1",
        "7, 1, 1",
        "7, 2, 1",
        "16, 2, 1",
        "33, 2, 1",
        "33, 3, 1",
        "64, 2, 1",
        "64, 3, 1",
        "33, 1, 99999999",
        "33, 2, 99999999",
        "3, 2, 99999999"
    })
    void mergesNeighbors(int numPartitions, int depth, long numSums) {
        List<Integer> all = IntStream.range(0, numPartitions).boxed().toList();
        JavaRDD<OrderedParts<String>> parts = JavaSparkContext.fromSparkContext(
                        SparkSessions.shared().sparkContext())
                .parallelize(all, numPartitions)
                .mapPartitionsWithIndex(
                        (index, rows) -> List.of(OrderedParts.of(index, String.valueOf(rows.next())))
                                .iterator(),
                        true);
        List<OrderedParts<String>> results = MergeTree.merged(
                        parts, numSums, depth, (some, others) -> some.merge(others, MergeTreeIT::pair))
                .collect();
        assertThat(results).hasSize(MergeTree.numResults(numPartitions, numSums, depth));
        // A group that is no subtree would hold several texts; but the last may lack its end.
        assertThat(results.subList(0, results.size() - 1))
                .allSatisfy(result -> assertThat(
                                result.total((one, other) -> "two texts").orElseThrow())
                        .isNotEqualTo("two texts"));
        OrderedParts<String> together = results.get(0);
        results.subList(1, results.size()).forEach(other -> together.merge(other, MergeTreeIT::pair));
        assertThat(together.total(MergeTreeIT::pair).orElseThrow()).isEqualTo(onOneMachine(numPartitions));
    }

    private static String onOneMachine(int numPartitions) {
        BinaryOperator<OrderedParts<String>> merge = (some, others) -> some.merge(others, MergeTreeIT::pair);
        return IntStream.range(0, numPartitions)
                .mapToObj(index -> OrderedParts.of(index, String.valueOf(index)))
                .collect(Collectors.reducing(merge))
                .orElseThrow()
                .total(MergeTreeIT::pair)
                .orElseThrow();
    }

    private static String pair(String left, String right) {
        return "(" + left + " " + right + ")";
    }
}
