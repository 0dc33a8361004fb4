package org.focalspark.model;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Typed access to a row of a saved stage.
 *
 * <p>All accessors throw an IllegalArgumentException if a cell is missing, null or of another type. The message is a
 * clause without a final period.
 */
public final class SavedRow {
    private final Row row;
    private final StructType schema;

    /**
     * Wraps a row.
     *
     * @param row row that was read
     * @param schema schema that the format defines
     */
    public SavedRow(Row row, StructType schema) {
        this.row = row;
        this.schema = schema;
    }

    /**
     * Throws an IllegalArgumentException if a condition does not hold.
     *
     * @param holds condition
     * @param problem message, as a clause
     * @throws IllegalArgumentException if holds is false
     */
    public static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }

    /**
     * Returns a cell.
     *
     * @param <T> Java type of the column
     * @param name name of the column
     * @return value, never null
     * @throws IllegalArgumentException if the cell is missing, null or of another type than in the schema
     */
    @SuppressWarnings("TypeParameterUnusedInFormals") // as in Row.getAs
    public <T> T cell(String name) {
        boolean exists = Arrays.asList(row.schema().fieldNames()).contains(name);
        require(exists && !row.isNullAt(row.fieldIndex(name)), "it has no " + name);
        String expected = schema.apply(name).dataType().catalogString();
        String found = row.schema().apply(name).dataType().catalogString();
        require(found.equals(expected), name + " must be of type " + expected + ", but is of type " + found);
        return row.getAs(name);
    }

    /**
     * Returns a cell of integer type.
     *
     * @param name name of the column
     * @return value
     * @throws IllegalArgumentException if the cell is missing, null or of another type than in the schema
     */
    public int number(String name) {
        return this.<Integer>cell(name);
    }

    double real(String name) {
        return this.<Double>cell(name);
    }

    /**
     * Returns a cell that holds an array of doubles.
     *
     * @param name name of the column
     * @return values, a new array
     * @throws IllegalArgumentException if the cell is missing, null, of another type than in the schema, or has a null
     *     element
     */
    public double[] numbers(String name) {
        return this.<Double>list(name).stream().mapToDouble(Double::doubleValue).toArray();
    }

    String[] texts(String name) {
        return this.<String>list(name).toArray(String[]::new);
    }

    /**
     * Returns a cell that holds an array.
     *
     * @param <T> Java type of the elements
     * @param name name of the column
     * @return elements, none of them null
     * @throws IllegalArgumentException if the cell is missing, null, of another type than in the schema, or has a null
     *     element
     */
    public <T> List<T> list(String name) {
        cell(name);
        List<T> values = row.getList(row.fieldIndex(name));
        require(values.stream().noneMatch(Objects::isNull), "it has a null in " + name);
        return values;
    }
}
