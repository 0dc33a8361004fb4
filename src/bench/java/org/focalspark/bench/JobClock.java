package org.focalspark.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockUpdated;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.storage.BlockUpdatedInfo;

/** How long the jobs of a fit take that evaluate the objective, and how much is cached meanwhile. */
final class JobClock extends SparkListener {
    private final Map<Integer, Long> started = new HashMap<>();
    private final List<Long> passes = new ArrayList<>();
    private final Map<String, Long> cached = new HashMap<>();
    private long cachedNow;
    private long cachedPeak;
    private long base;

    @Override
    public synchronized void onJobStart(SparkListenerJobStart start) {
        String stage = start.stageInfos().last().details();
        // The two places where an objective is evaluated, Spark's and ours, in the stack of the call.
        if (stage.contains("RDDLossFunction") || stage.contains("BlockPasses")) {
            started.put(start.jobId(), start.time());
        }
    }

    @Override
    public synchronized void onJobEnd(SparkListenerJobEnd end) {
        Long start = started.remove(end.jobId());
        if (start != null) {
            passes.add(end.time() - start);
        }
    }

    @Override
    public synchronized void onBlockUpdated(SparkListenerBlockUpdated update) {
        BlockUpdatedInfo block = update.blockUpdatedInfo();
        if (block.blockId().isRDD()) {
            long size = block.storageLevel().isValid() ? block.memSize() + block.diskSize() : 0L;
            Long before = cached.put(block.blockId().name(), size);
            cachedNow += size - (before == null ? 0L : before);
            cachedPeak = Math.max(cachedPeak, cachedNow);
        }
    }

    /** Resets the clock. Data that is cached now does not count. */
    synchronized void reset() {
        passes.clear();
        cachedPeak = cachedNow;
        base = cachedNow;
    }

    synchronized List<Long> passMillis() {
        return List.copyOf(passes);
    }

    /** Bytes that the fit cached at most, beside what was cached before. */
    synchronized long cachedBytes() {
        return cachedPeak - base;
    }
}
