package org.focalspark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.focalspark.testkit.CachedData;
import org.focalspark.testkit.LogSilence;
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
    private static final int CASES_PER_LINE = 500;

    /** So many cases are enough for each invariant to have been checked on some. */
    private static final int ENOUGH = 100;

    @TempDir
    Path folder;

    @Test
    void everyCaseKeepsTheInvariants() throws Exception {
        long only = Long.getLong("random.seed", -1L);
        long first = only < 0 ? Long.getLong("random.first", 1L) : only;
        long count = only < 0 ? Long.getLong("random.cases", 200L) : 1L;
        List<String> violations = new ArrayList<>();
        Map<String, Integer> checked = new TreeMap<>();
        LogSilence silence = new LogSilence(RandomRunIT.class, "org.focalspark", "org.apache.spark");
        try {
            run(first, count, violations, checked);
        } finally {
            silence.close();
        }
        assertThat(violations).as("%d cases: %s", count, checked).isEmpty();
        if (count >= ENOUGH) {
            assertThat(checked.keySet()).containsAll(CaseRun.INVARIANTS);
        }
        assertThat(CachedData.ids()).isEmpty();
    }

    /** Several at a time: a fit of so few rows waits for the scheduler more than it computes. */
    private void run(long first, long count, List<String> violations, Map<String, Integer> checked) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<CaseRun.Result>> results = new ArrayList<>();
            for (long seed = first; seed < first + count; seed++) {
                long drawn = seed;
                results.add(threads.submit(() -> CaseRun.of(drawn, folder)));
            }
            for (int i = 0; i < results.size(); i++) {
                CaseRun.Result result = results.get(i).get();
                violations.addAll(result.violations());
                result.checked().forEach(name -> checked.merge(name, 1, Integer::sum));
                if ((i + 1) % CASES_PER_LINE == 0 || i + 1 == results.size()) {
                    LOG.info("{} random cases, {} violations: {}", i + 1, violations.size(), checked);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
