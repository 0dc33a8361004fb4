package org.focalspark.model;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** A row of a saved stage. Throws an IllegalArgumentException if a cell is missing, null or of another type. */
public final class SavedRow {
    private final Row row;
    private final StructType schema;

    /**
     * Wraps a row.
     *
     * @param schema schema of the file
     */
    public SavedRow(Row row, StructType schema) {
        this.row = row;
        this.schema = schema;
    }

    public static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // as in Row.getAs
    public <T> T cell(String name) {
        boolean exists = Arrays.asList(row.schema().fieldNames()).contains(name);
        require(exists && !row.isNullAt(row.fieldIndex(name)), "it has no " + name);
        String expected = schema.apply(name).dataType().catalogString();
        String found = row.schema().apply(name).dataType().catalogString();
        require(found.equals(expected), name + " must be of type " + expected + ", but is of type " + found);
        return row.getAs(name);
    }

    public int number(String name) {
        return this.<Integer>cell(name);
    }

    double real(String name) {
        return this.<Double>cell(name);
    }

    public double[] numbers(String name) {
        return this.<Double>list(name).stream().mapToDouble(Double::doubleValue).toArray();
    }

    String[] texts(String name) {
        return this.<String>list(name).toArray(String[]::new);
    }

    public <T> List<T> list(String name) {
        cell(name);
        List<T> values = row.getList(row.fieldIndex(name));
        require(values.stream().noneMatch(Objects::isNull), "it has a null in " + name);
        return values;
    }
}
