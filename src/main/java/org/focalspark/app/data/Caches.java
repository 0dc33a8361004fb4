package org.focalspark.app.data;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** Cached datasets, which are released at the end of a block. */
public final class Caches implements AutoCloseable {
    private final List<Dataset<Row>> kept = new ArrayList<>();

    /**
     * Caches a dataset until this object is closed.
     *
     * @param dataset rows, which are cached on first use
     * @return the same dataset
     */
    public Dataset<Row> keep(Dataset<Row> dataset) {
        kept.add(dataset.persist(StorageLevel.MEMORY_AND_DISK()));
        return dataset;
    }

    @Override
    public void close() {
        kept.forEach(Dataset::unpersist);
        kept.clear();
    }
}
