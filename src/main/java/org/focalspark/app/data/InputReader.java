package org.focalspark.app.data;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.focalspark.app.config.InvalidJobException;
import org.focalspark.app.config.JobConfig;
import org.focalspark.app.text.FailureMessage;
import org.focalspark.storage.SessionSettings;

/** Reads inputs from any Spark data source. */
public final class InputReader {
    private final SparkSession spark;
    private final boolean decimalComma;
    private final Set<String> asTyped;

    /**
     * Creates a reader.
     *
     * @param spark the session
     * @param decimalComma whether numbers in texts are written as 1.234,50; if true, CSV columns that Spark infers as
     *     double are read as texts, since Spark reads the point in 1.234 as a decimal point
     * @param asTyped columns that keep the types that Spark infers
     */
    public InputReader(SparkSession spark, boolean decimalComma, Set<String> asTyped) {
        this.spark = spark;
        this.decimalComma = decimalComma;
        this.asTyped = Set.copyOf(asTyped);
    }

    /**
     * Opens an input. Its rows are read later.
     *
     * @param input the source
     * @return its rows
     * @throws InvalidJobException if there is no such table, path or format, or the source cannot be opened
     */
    public Dataset<Row> read(JobConfig.Input input) {
        return input.table().map(this::table).orElseGet(() -> source(input));
    }

    private Dataset<Row> table(String name) {
        if (!spark.catalog().tableExists(name)) {
            throw new InvalidJobException("Table '" + name + "' does not exist.");
        }
        return spark.table(name);
    }

    /**
     * Opens a path. Spark throws many types of exceptions, some of them checked but undeclared; all are about this
     * input.
     */
    private Dataset<Row> source(JobConfig.Input input) {
        String path = input.path().orElseThrow();
        String format = input.format().orElseThrow();
        checkFiles(input, path);
        DataFrameReader reader = spark.read().format(format).options(input.options());
        try {
            Dataset<Row> rows = reader.load(path);
            StructType texts = withoutPoints(rows.schema());
            return decimalComma && format.equalsIgnoreCase("csv") && !texts.equals(rows.schema())
                    ? reader.option("enforceSchema", true).schema(texts).load(path)
                    : rows;
        } catch (Exception e) {
            throw new InvalidJobException(
                    String.format("Input '%s' cannot be read as %s: %s", path, format, FailureMessage.firstLine(e)), e);
        }
    }

    private StructType withoutPoints(StructType inferred) {
        return new StructType(Arrays.stream(inferred.fields())
                .map(field -> field.dataType().equals(DataTypes.DoubleType) && !asTyped.contains(field.name())
                        ? new StructField(field.name(), DataTypes.StringType, field.nullable(), field.metadata())
                        : field)
                .toArray(StructField[]::new));
    }

    private void checkFiles(JobConfig.Input input, String path) {
        Configuration hadoop = SessionSettings.of(spark);
        try {
            Path pattern = new Path(path);
            FileStatus[] found = pattern.getFileSystem(hadoop).globStatus(pattern);
            if (found == null || found.length == 0) {
                throw new InvalidJobException("Input '" + path + "' does not exist.");
            }
            FileKind.check(input, found, hadoop);
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidJobException("Input '" + path + "' cannot be reached: " + FailureMessage.firstLine(e), e);
        }
    }
}
