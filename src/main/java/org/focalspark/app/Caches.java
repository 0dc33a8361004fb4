package org.focalspark.app;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** Datasets that stay computed until the end of a block. */
final class Caches implements AutoCloseable {
    private final List<Dataset<Row>> kept = new ArrayList<>();

    Dataset<Row> keep(Dataset<Row> dataset) {
        kept.add(dataset.persist(StorageLevel.MEMORY_AND_DISK()));
        return dataset;
    }

    @Override
    public void close() {
        kept.forEach(Dataset::unpersist);
        kept.clear();
    }
}
