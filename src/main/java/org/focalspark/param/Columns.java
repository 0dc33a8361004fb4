package org.focalspark.param;

import java.util.Arrays;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.focalspark.training.input.InputColumns;

/** Lookup of columns by exact name, and checks of their types. */
public final class Columns {
    private Columns() {}

    /**
     * Returns a column by its exact name.
     *
     * @param name name, taken literally: a dot does not select a field of a struct
     * @return column
     */
    public static Column named(String name) {
        return InputColumns.named(name);
    }

    static boolean exists(StructType schema, String name) {
        return Arrays.asList(schema.fieldNames()).contains(name);
    }

    /**
     * Returns the type of a column.
     *
     * @param schema schema of the dataset
     * @param name exact name of the column
     * @return type
     * @throws IllegalArgumentException if there is no such column; the message lists the columns
     */
    public static DataType type(StructType schema, String name) {
        if (!exists(schema, name)) {
            throw new IllegalArgumentException(String.format(
                    "Column '%s' does not exist. The columns are: %s.", name, String.join(", ", schema.fieldNames())));
        }
        return schema.fields()[schema.fieldIndex(name)].dataType();
    }

    /**
     * Returns whether a type is that of vectors of org.apache.spark.ml.
     *
     * @param type type of a column
     * @return true for VectorType
     */
    public static boolean isVector(DataType type) {
        return type.equals(SQLDataTypes.VectorType());
    }

    /**
     * Checks that a column holds vectors.
     *
     * @param schema schema of the dataset
     * @param name exact name of the column
     * @param wayOut how to fix the column, a sentence that is appended to the message
     * @throws IllegalArgumentException if there is no such column or it holds no vectors
     */
    public static void requireVector(StructType schema, String name, String wayOut) {
        DataType type = type(schema, name);
        requireNewVectors(type, name);
        if (!isVector(type)) {
            throw new IllegalArgumentException(String.format(
                    "Column '%s' must hold vectors, but is of type %s. %s", name, type.simpleString(), wayOut));
        }
    }

    /**
     * Checks that a features column holds vectors.
     *
     * @param schema schema of the dataset
     * @param name exact name of the column
     * @throws IllegalArgumentException if there is no such column or it holds no vectors
     */
    public static void requireFeatures(StructType schema, String name) {
        requireVector(schema, name, "Assemble the features first, for example with VectorAssembler.");
    }

    /**
     * Checks that a column is numeric.
     *
     * @param schema schema of the dataset
     * @param name exact name of the column
     * @throws IllegalArgumentException if there is no such column or it is not numeric
     */
    public static void requireNumber(StructType schema, String name) {
        requireNumber(schema, name, "");
    }

    /**
     * Checks that a column is numeric. The message also contains the message of Spark's own stages.
     *
     * @param schema schema of the dataset
     * @param name exact name of the column
     * @throws IllegalArgumentException if there is no such column or it is not numeric
     */
    public static void requireNumberAsSpark(StructType schema, String name) {
        requireNumber(
                schema,
                name,
                String.format(
                        " (Column %s must be of type numeric but was actually of type %s.)",
                        name, type(schema, name).catalogString()));
    }

    private static void requireNumber(StructType schema, String name, String more) {
        DataType type = type(schema, name);
        requireNewVectors(type, name);
        if (!(type instanceof NumericType)) {
            throw new IllegalArgumentException(String.format(
                    "Column '%s' must be numeric, but is of type %s. Index or cast it first, for example with"
                            + " StringIndexer.%s",
                    name, type.simpleString(), more));
        }
    }

    /**
     * Throws an IllegalArgumentException if a column holds vectors of org.apache.spark.mllib, whose type has the same
     * name.
     */
    static void requireNewVectors(DataType type, String name) {
        if (type.getClass().getName().startsWith("org.apache.spark.mllib.")) {
            throw new IllegalArgumentException(String.format(
                    "Column '%s' must hold vectors of org.apache.spark.ml, but has those of org.apache.spark.mllib. Convert them"
                            + " first, by MLUtils.convertVectorColumnsToML.",
                    name));
        }
    }

    /**
     * Checks that column names have no dot, backtick or star, which other stages of Spark ML would interpret.
     *
     * @param stage stage that has the params
     * @param params names of params that hold column names; params without a value are skipped
     * @throws IllegalArgumentException if a name is not plain; the message names the param
     */
    public static void requirePlain(Params stage, String... params) {
        for (String param : params) {
            String name =
                    stage.isDefined(stage.getParam(param)) ? (String) stage.getOrDefault(stage.getParam(param)) : "";
            if (name.contains(".") || name.contains("`") || name.equals("*")) {
                throw new IllegalArgumentException(String.format(
                        "%s must be a name without dots and backticks, and no star, since Spark ML reads these as more than a"
                                + " name, but was '%s'. Rename the column by withColumnRenamed, or select it from its struct.",
                        param, name));
            }
        }
    }

    /** Throws an IllegalArgumentException if an output column exists already. */
    static void requireNew(StructType schema, String param, String name) {
        if (exists(schema, name)) {
            throw new IllegalArgumentException(String.format(
                    "%s '%s' must be a new column, but the dataset has it already. Set %s to another name, or to \"\" to leave"
                            + " it out.",
                    param, name, param));
        }
    }
}
