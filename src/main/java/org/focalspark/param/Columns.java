package org.focalspark.param;

import java.util.Arrays;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.focalspark.training.input.InputColumns;

/** Columns by their exact names, and what they hold. */
public final class Columns {
    private Columns() {}

    /** A column by its exact name, as a fit reads it. */
    public static Column named(String name) {
        return InputColumns.named(name);
    }

    static boolean exists(StructType schema, String name) {
        return Arrays.asList(schema.fieldNames()).contains(name);
    }

    /** Type of a column; an IllegalArgumentException if there is none of that name. */
    public static DataType type(StructType schema, String name) {
        if (!exists(schema, name)) {
            throw new IllegalArgumentException(String.format(
                    "Column '%s' does not exist. The columns are: %s.", name, String.join(", ", schema.fieldNames())));
        }
        return schema.fields()[schema.fieldIndex(name)].dataType();
    }

    public static boolean isVector(DataType type) {
        return type.equals(SQLDataTypes.VectorType());
    }

    /** Throws an IllegalArgumentException unless a column holds vectors. */
    public static void requireVector(StructType schema, String name, String wayOut) {
        DataType type = type(schema, name);
        requireNewVectors(type, name);
        if (!isVector(type)) {
            throw new IllegalArgumentException(String.format(
                    "Column '%s' must hold vectors, but is of type %s. %s", name, type.simpleString(), wayOut));
        }
    }

    /** Throws an IllegalArgumentException unless a column of features holds vectors. */
    public static void requireFeatures(StructType schema, String name) {
        requireVector(schema, name, "Assemble the features first, for example with VectorAssembler.");
    }

    /** Throws an IllegalArgumentException unless a column holds numbers. */
    public static void requireNumber(StructType schema, String name) {
        requireNumber(schema, name, "");
    }

    /** Like {@link #requireNumber(StructType, String)}, with the message of Spark's own stages appended. */
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
     * Throws an IllegalArgumentException if a column has vectors of org.apache.spark.mllib, whose type has the same
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
     * Throws an IllegalArgumentException if a column's name means something else to the classes of Spark ML.
     *
     * @param params names of the params of the stage that name columns; those that have no value are passed over
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

    /** Throws an IllegalArgumentException if a column that is to be added exists. */
    static void requireNew(StructType schema, String param, String name) {
        if (exists(schema, name)) {
            throw new IllegalArgumentException(String.format(
                    "%s '%s' must be a new column, but the dataset has it already. Set %s to another name, or to \"\" to leave"
                            + " it out.",
                    param, name, param));
        }
    }
}
