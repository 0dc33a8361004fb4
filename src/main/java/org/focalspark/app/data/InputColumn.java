package org.focalspark.app.data;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.focalspark.app.config.InvalidJobException;
import org.focalspark.param.NearestName;
import org.focalspark.table.CellValue;

/**
 * A column of the input that the configuration names.
 *
 * @param key configuration key that names the column
 * @param field field of the schema
 */
public record InputColumn(String key, StructField field) {

    /**
     * Finds a column.
     *
     * @param schema columns of the input
     * @param key configuration key that names the column
     * @param name name of the column
     * @return the column
     * @throws InvalidJobException if the input has no column of this name
     */
    public static InputColumn find(StructType schema, String key, String name) {
        List<String> names = List.of(schema.fieldNames());
        if (!names.contains(name)) {
            throw new InvalidJobException(String.format(
                    "%s names column '%s', which the input does not have.%s%s",
                    key, name, NearestName.question(name, names), InputNames.shown(names)));
        }
        return new InputColumn(key, schema.apply(name));
    }

    /**
     * Returns the column as an expression. Its name may contain dots, spaces and backticks.
     *
     * @return its values
     */
    public Column column() {
        return functions.col(quoted());
    }

    private String quoted() {
        return "`" + field.name().replace("`", "``") + "`";
    }

    /** Returns a numeric column as doubles, with null instead of NaN. */
    Column number() {
        Column number = column().cast(DataTypes.DoubleType);
        return functions.when(functions.not(functions.isnan(number)), number);
    }

    /** Returns the values as texts in the form of {@link #holds}, such as 1 for 1.0; null for null and NaN. */
    Column valueText() {
        boolean fractional = field.dataType() instanceof DoubleType
                || field.dataType() instanceof FloatType
                || field.dataType() instanceof DecimalType;
        return fractional ? functions.regexp_replace(number().cast("string"), "\\.0$", "") : column().cast("string");
    }

    /**
     * A value and its number of rows.
     *
     * @param text value in the form of {@link #valueText}
     */
    record Frequency(String text, long rows) {}

    /** Returns the most frequent values, with ties in alphabetical order and without nulls. */
    List<Frequency> frequentValues(Dataset<Row> input, int limit) {
        return input
                .select(valueText().as("text"))
                .filter(functions.col("text").isNotNull())
                .groupBy("text")
                .count()
                .orderBy(functions.col("count").desc(), functions.col("text"))
                .limit(limit)
                .collectAsList()
                .stream()
                .map(row -> new Frequency(row.getString(0), row.getLong(1)))
                .toList();
    }

    /**
     * Returns the name of the column.
     *
     * @return name in the input
     */
    public String name() {
        return field.name();
    }

    /**
     * Returns whether the column is of a numeric type.
     *
     * @return whether its values are numbers
     */
    public boolean isNumeric() {
        return field.dataType() instanceof NumericType;
    }

    boolean isBoolean() {
        return field.dataType() instanceof BooleanType;
    }

    boolean isText() {
        return field.dataType() instanceof StringType;
    }

    boolean isDay() {
        return field.dataType() instanceof DateType
                || field.dataType() instanceof TimestampType
                || field.dataType() instanceof TimestampNTZType;
    }

    /** Formats a number, such as "3" for 3.0. */
    static String shown(double number) {
        return String.valueOf(CellValue.level(number));
    }

    /**
     * Returns the name of the column's type, for messages.
     *
     * @return "double" for instance
     */
    public String typeName() {
        return field.dataType().simpleString();
    }

    /**
     * Returns the condition that the column contains a value. The value is a text: 1 equals 1.0 in a numeric column,
     * and TRUE equals true in a boolean one. The condition is null if the cell is null or NaN.
     *
     * @throws InvalidJobException if a column of this type can never hold the value
     */
    Column holds(String value) {
        if (isNumeric()) {
            return number().equalTo(number(value));
        }
        if (isBoolean()) {
            return column().equalTo(bool(value));
        }
        return column().cast("string").equalTo(value);
    }

    /** Returns the condition that the column contains one of several values. */
    static Column holdsAny(InputColumn column, List<String> values) {
        return values.stream().map(column::holds).reduce(functions.lit(false), Column::or);
    }

    private double number(String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new InvalidJobException(neverHolds(value, "a number"), e);
        }
    }

    private boolean bool(String value) {
        if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            throw new InvalidJobException(neverHolds(value, "true or false"));
        }
        return Boolean.parseBoolean(value);
    }

    private String neverHolds(String value, String expected) {
        return String.format(
                "Column '%s' is of type %s, so its value must be %s, but the configuration says '%s'.",
                name(), typeName(), expected, value);
    }
}
