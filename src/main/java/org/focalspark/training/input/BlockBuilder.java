package org.focalspark.training.input;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.focalspark.objective.FeatureBlock;
import org.jspecify.annotations.Nullable;

/**
 * Builds blocks of a given size from the rows of a partition, lazily and in order. Each block has rows of one fold
 * only. Sparse blocks store the longest rows first.
 *
 * <p>Invalid rows are not rejected here: a task that throws is retried, and its message is lost among stack traces.
 * Invalid labels, weights and values are stored in the blocks unchanged. Rows without a vector, or with a vector or
 * labels of another size, are stored in separate blocks. {@link InputStatistics} detects all of them in the same job.
 */
final class BlockBuilder implements Iterator<FeatureBlock> {
    private final Iterator<Row> rows;
    private final LabelReader labels;
    private final boolean weighted;
    private final BlockLimit limit;
    private final ToIntFunction<Row> folds;
    private final RowBuffer[] buffers;
    private @Nullable FeatureBlock full;

    /** Creates a builder for rows without folds. */
    BlockBuilder(Iterator<Row> rows, LabelReader labels, boolean weighted, BlockLimit limit) {
        this(rows, labels, weighted, limit, 1, row -> 0);
    }

    /**
     * Creates a builder for rows with folds.
     *
     * @param numFolds number of folds
     * @param folds fold of each row, called once per row in order; negative for a row to skip
     */
    BlockBuilder(
            Iterator<Row> rows,
            LabelReader labels,
            boolean weighted,
            BlockLimit limit,
            int numFolds,
            ToIntFunction<Row> folds) {
        this.rows = rows;
        this.labels = labels;
        this.weighted = weighted;
        this.limit = limit.among(numFolds);
        this.folds = folds;
        this.buffers = new RowBuffer[numFolds];
        Arrays.setAll(buffers, fold -> new RowBuffer(weighted));
    }

    /** Reads ahead until a block is complete, since all remaining rows may have to be skipped. */
    @Override
    public boolean hasNext() {
        while (full == null && rows.hasNext()) {
            add(rows.next());
        }
        for (int fold = 0; fold < buffers.length && full == null; fold++) {
            full = buffers[fold].isEmpty() ? null : flush(fold);
        }
        return full != null;
    }

    @Override
    public FeatureBlock next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The partition has no more blocks.");
        }
        FeatureBlock block = Objects.requireNonNull(full);
        full = null;
        return block;
    }

    private void add(Row row) {
        int fold = folds.applyAsInt(row);
        if (fold < 0) {
            return;
        }
        Vector features = row.isNullAt(InputColumns.FEATURES) ? null : row.getAs(InputColumns.FEATURES);
        double[] rowLabels = labels.read(row);
        double weight = weighted ? LabelReader.number(row, InputColumns.WEIGHT) : 1.0;
        if (!buffers[fold].accepts(rowLabels, features)) {
            full = flush(fold);
        }
        buffers[fold].add(rowLabels, weight, features);
        if (full == null && buffers[fold].isFull(limit)) {
            full = flush(fold);
        }
    }

    private FeatureBlock flush(int fold) {
        FeatureBlock block = buffers[fold].toBlock().inFold(fold);
        buffers[fold] = new RowBuffer(weighted);
        return block;
    }
}
