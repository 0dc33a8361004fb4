package org.focalspark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.focalspark.testkit.CachedData;
import org.focalspark.testkit.random.CaseRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Random rows and params: what must be true of every fit. The seeds are 1, 2, 3, ...; {@code -Drandom.cases=5000} runs more
 * of them, {@code -Drandom.first=N} others, and {@code -Drandom.seed=N} one alone.
 */
@Tag("once")
class RandomRunIT {
    private static final Logger LOG = LoggerFactory.getLogger(RandomRunIT.class);
    private static final int THREADS = 2;

    @TempDir
    Path folder;

    @Test
    void everyCaseKeepsTheInvariants() throws Exception {
        long only = Long.getLong("random.seed", -1L);
        long first = only < 0 ? Long.getLong("random.first", 1L) : only;
        long count = only < 0 ? Long.getLong("random.cases", 300L) : 1L;
        List<String> violations = new ArrayList<>();
        Map<String, Integer> checked = new TreeMap<>();
        for (CaseRun.Result result :
                run(LongStream.range(first, first + count).boxed().toList())) {
            violations.addAll(result.violations());
            result.checked().forEach(name -> checked.merge(name, 1, Integer::sum));
        }
        LOG.info("{} cases, {} violations: {}", count, violations.size(), checked);
        assertThat(violations).as("%d cases: %s", count, checked).isEmpty();
        assertThat(CachedData.ids()).isEmpty();
    }

    /** Several at a time: a fit of so few rows waits for the scheduler more than it computes. */
    private List<CaseRun.Result> run(List<Long> seeds) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<CaseRun.Result>> cases = seeds.stream()
                    .<Callable<CaseRun.Result>>map(seed -> () -> CaseRun.of(seed, folder))
                    .toList();
            List<CaseRun.Result> results = new ArrayList<>();
            for (Future<CaseRun.Result> result : threads.invokeAll(cases)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
