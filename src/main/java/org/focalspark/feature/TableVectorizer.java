package org.focalspark.feature;

import java.util.List;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.focalspark.compat.JavaTransformer;
import org.focalspark.compat.ModelMetadata;
import org.focalspark.compat.TypedParams;
import org.focalspark.param.ParamRule;
import org.focalspark.saving.ReplacingWriter;
import org.focalspark.saving.SavedStage;
import org.focalspark.table.ColumnTally;

/**
 * Encodes the columns of a table as one column of feature vectors: one feature per numeric column, and one indicator
 * feature per level of each categorical column. The training job adds it to its saved pipelines.
 *
 * <p>Columns may have other types than in the training set: 3, 3.0 and "3" are the same level, and a text such as "3.5"
 * is a number in a numeric column. The fill value of the column replaces a missing value ({@code null}, NaN, blank, or
 * a mark such as {@code ?}), an unreadable value and an infinite number. A missing or unseen level has 0 in all
 * features of its column; if rare levels share a feature, unseen levels use that feature. {@link #tally} counts missing
 * values, unreadable values and unseen levels.
 *
 * <p>Features have ML attributes: {@code speed} for a numeric column, {@code phase = Climb} for a level.
 *
 * @since 0.1.0
 */
public final class TableVectorizer extends JavaTransformer
        implements TableVectorizerParams, DefaultParamsWritable, MLWritable {
    private static final long serialVersionUID = 1L;

    /** Creates a transformer without columns, with a random uid. */
    public TableVectorizer() {
        this(Identifiable.randomUID("tableVectorizer"));
    }

    /**
     * Creates a transformer without columns.
     *
     * @param uid unique id of the transformer
     */
    public TableVectorizer(String uid) {
        super(uid);
        Holder params = sharedParams();
        params.put(new StringArrayParam(this, "numericCols", "numeric columns, one feature each"));
        params.put(new DoubleArrayParam(
                this,
                "fillValues",
                "numbers that replace missing ones, one per numeric column",
                ParamRule.each("fillValues must be finite", Double::isFinite)));
        params.put(new StringArrayParam(this, "categoricalCols", "categorical columns, one feature per level"));
        params.put(new StringArrayParam(this, "levels", "levels of all categorical columns, column by column"));
        params.put(new IntArrayParam(this, "numLevels", "number of levels of each categorical column"));
        params.put(
                new StringArrayParam(this, "rareLevels", "levels that share a feature per column, column by column"));
        params.put(new IntArrayParam(this, "numRareLevels", "number of rare levels of each categorical column"));
        params.put(new BooleanParam(this, "decimalComma", "whether numbers in texts are written as 1.234,50"));
        params.put(TypedParams.text(this, "outputCol", "column of feature vectors"));
        params.seal();
        for (StringArrayParam names : List.of(numericCols(), categoricalCols(), levels(), rareLevels())) {
            setDefault(names, new String[0]);
        }
        setDefault(fillValues(), new double[0]);
        setDefault(numLevels(), new int[0]);
        setDefault(numRareLevels(), new int[0]);
        setDefault(decimalComma(), false);
        setDefault(outputCol(), "features");
    }

    /**
     * Reader of saved transformers.
     *
     * @return reader
     */
    public static MLReader<TableVectorizer> read() {
        return new SavedStage.Reader<>(TableVectorizer.class, TableVectorizer::new);
    }

    /**
     * Loads a saved transformer.
     *
     * @param path folder of the saved transformer
     * @return the transformer with its uid and params
     */
    public static TableVectorizer load(String path) {
        return read().load(path);
    }

    @Override
    public MLWriter write() {
        return new ReplacingWriter(getClass(), ModelMetadata.paramsWriter(this));
    }

    /**
     * Sets the numeric columns and their fill values.
     *
     * @param names columns of the rows
     * @param fills one finite number per column
     * @return this
     * @throws IllegalArgumentException if the lengths differ or a number is not finite
     */
    public TableVectorizer setNumericCols(String[] names, double[] fills) {
        if (names.length != fills.length) {
            throw new IllegalArgumentException(String.format(
                    "fillValues must have one number per numeric column, but there are %d for %d columns.",
                    fills.length, names.length));
        }
        set(numericCols(), names.clone());
        set(fillValues(), fills.clone());
        return this;
    }

    /**
     * Sets the categorical columns with their levels.
     *
     * @param names columns of the rows
     * @param levels levels with their own feature, one list per column
     * @param rare levels that share a feature, one list per column; an empty list for no such feature
     * @return this
     * @throws IllegalArgumentException if the lengths differ
     */
    public TableVectorizer setCategoricalCols(String[] names, List<List<String>> levels, List<List<String>> rare) {
        if (names.length != levels.size() || names.length != rare.size()) {
            throw new IllegalArgumentException(String.format(
                    "levels and rareLevels must have one list per categorical column, but there are %d and %d for %d columns.",
                    levels.size(), rare.size(), names.length));
        }
        set(categoricalCols(), names.clone());
        set(this.levels(), flat(levels));
        set(numLevels(), sizes(levels));
        set(rareLevels(), flat(rare));
        set(numRareLevels(), sizes(rare));
        return this;
    }

    private static String[] flat(List<List<String>> lists) {
        return lists.stream().flatMap(List::stream).toArray(String[]::new);
    }

    private static int[] sizes(List<List<String>> lists) {
        return lists.stream().mapToInt(List::size).toArray();
    }

    /**
     * Sets how numbers in texts are written.
     *
     * @param value true for 1.234,50; default false, for 1234.50
     * @return this
     */
    public TableVectorizer setDecimalComma(boolean value) {
        return (TableVectorizer) set(decimalComma(), value);
    }

    /**
     * Sets the column of feature vectors.
     *
     * @param value name, default features
     * @return this
     */
    public TableVectorizer setOutputCol(String value) {
        return (TableVectorizer) set(outputCol(), value);
    }

    /**
     * Adds the column of feature vectors.
     *
     * @param dataset rows with all numeric and categorical columns, of any types
     * @return the rows with their vectors
     * @throws IllegalArgumentException if a column is missing or the output column exists
     */
    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        return new TableColumns(this).vectors(dataset, getOutputCol());
    }

    /**
     * Checks the columns and adds the output column to the schema.
     *
     * @param schema columns of the rows
     * @return the schema with the column of vectors
     * @throws IllegalArgumentException if a column is missing or the output column exists
     */
    @Override
    public StructType transformSchema(StructType schema) {
        return new TableColumns(this).checked(schema, getOutputCol());
    }

    /**
     * Counts missing values, unreadable values and unseen levels in one pass over the rows.
     *
     * <p>Columns of the result: column (string), role (numeric or categorical), missing, unreadable (numeric columns),
     * unseen (levels that are not in the training set, categorical columns), all three of type long, and examples
     * (array of at most 8 texts, cut to 60 characters).
     *
     * @param dataset rows with all numeric and categorical columns
     * @return one row per column, the numeric ones first
     * @throws IllegalArgumentException if a column is missing
     */
    public Dataset<Row> tally(Dataset<?> dataset) {
        TableColumns columns = new TableColumns(this);
        columns.checkPresent(dataset.schema());
        ColumnTally[] tallies = columns.tally(dataset);
        return columns.table(dataset.sparkSession(), tallies);
    }

    @Override
    public TableVectorizer copy(ParamMap extra) {
        return defaultCopy(extra);
    }
}
