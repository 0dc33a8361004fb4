package org.focalspark.training;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.focalspark.objective.FeatureBlock;

/**
 * Turns the rows of a partition into blocks of a given size, lazily and in order.
 *
 * <p>Nothing is refused here: a task that throws is retried and its message drowns in stack traces. Bad labels, weights
 * and values go into the blocks as they are, rows without a vector, or with one or with labels of another size, into
 * blocks of their own, and {@link InputStatistics} finds them in the same job.
 */
final class BlockBuilder implements Iterator<FeatureBlock> {
    private final Iterator<Row> rows;
    private final LabelReader labels;
    private final boolean weighted;
    private final long maxBytes;
    private RowBuffer buffer;

    BlockBuilder(Iterator<Row> rows, LabelReader labels, boolean weighted, long maxBytes) {
        this.rows = rows;
        this.labels = labels;
        this.weighted = weighted;
        this.maxBytes = maxBytes;
        this.buffer = new RowBuffer(weighted);
    }

    @Override
    public boolean hasNext() {
        return rows.hasNext() || !buffer.isEmpty();
    }

    @Override
    public FeatureBlock next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The partition has no more blocks.");
        }
        while (rows.hasNext()) {
            Row row = rows.next();
            Vector features = row.isNullAt(InputColumns.FEATURES) ? null : row.getAs(InputColumns.FEATURES);
            double[] rowLabels = labels.read(row);
            double weight = weighted ? LabelReader.number(row, InputColumns.WEIGHT) : 1.0;
            boolean fits = buffer.accepts(rowLabels, features);
            FeatureBlock full = fits ? null : flush();
            buffer.add(rowLabels, weight, features);
            if (full != null) {
                return full;
            }
            if (buffer.bytes() >= maxBytes) {
                return flush();
            }
        }
        return flush();
    }

    private FeatureBlock flush() {
        FeatureBlock block = buffer.toBlock();
        buffer = new RowBuffer(weighted);
        return block;
    }
}
