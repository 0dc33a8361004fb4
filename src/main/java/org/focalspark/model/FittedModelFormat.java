package org.focalspark.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.focalspark.compat.LocalSaving;
import org.focalspark.loss.Choice;
import org.focalspark.loss.Family;
import org.focalspark.loss.LossForm;
import org.focalspark.loss.LossKind;
import org.focalspark.loss.MarginLoss;
import org.focalspark.loss.SavedLoss;
import org.focalspark.saving.ModelFolder;

/**
 * Saved format of the fitted part of a model: one Parquet row in the folder {@code data}, beside Spark's metadata. It
 * includes the minimized loss, which calibration needs even if params change after the fit.
 */
final class FittedModelFormat {
    /** First version that has the columns other than those of {@link LossForm.Option}. */
    private static final int OTHER_COLUMNS_SINCE = 1;

    private static final int VERSION = Arrays.stream(LossForm.Option.values())
            .mapToInt(LossForm.Option::since)
            .reduce(OTHER_COLUMNS_SINCE, Math::max);
    private static final String DATA = "data";
    private static final DataType NUMBERS = DataTypes.createArrayType(DataTypes.DoubleType, false);

    private static final StructType SCHEMA = schema();

    private FittedModelFormat() {}

    private static StructType schema() {
        StructType schema = new StructType()
                .add("formatVersion", DataTypes.IntegerType)
                .add("uid", DataTypes.StringType)
                .add("numClasses", DataTypes.IntegerType)
                .add("numFeatures", DataTypes.IntegerType)
                .add("coefficientMatrix", SQLDataTypes.MatrixType())
                .add("interceptVector", SQLDataTypes.VectorType())
                .add("featureNames", DataTypes.createArrayType(DataTypes.StringType, false))
                .add("priors", NUMBERS)
                .add("family", DataTypes.StringType)
                .add("loss", DataTypes.StringType)
                .add("gammas", NUMBERS)
                .add("classWeights", NUMBERS);
        for (LossForm.Option option : LossForm.Option.values()) {
            schema = schema.add(option.text(), DataTypes.DoubleType);
        }
        return schema.add("normalized", DataTypes.BooleanType);
    }

    static void write(FittedModel model, String uid, String path, SparkSession spark) {
        SavedLoss loss = SavedLoss.of(model.loss(), model.form());
        List<Object> cells = new ArrayList<>(List.of(
                VERSION,
                uid,
                model.numClasses(),
                model.coefficients().numFeatures(),
                model.coefficients().matrix(),
                model.coefficients().intercepts(),
                model.coefficients().featureNames(),
                model.priors(),
                loss.family().text(),
                loss.form().kind().text(),
                loss.gammas(),
                loss.classWeights()));
        for (LossForm.Option option : LossForm.Option.values()) {
            cells.add(loss.form().option(option));
        }
        cells.add(loss.form().normalized());
        Row row = RowFactory.create(cells.toArray());
        Dataset<Row> data = spark.createDataFrame(List.of(row), SCHEMA);
        if (LocalSaving.isOn()) {
            LocalSaving.write(path, DATA, data.toJSON().head());
        } else {
            data.coalesce(1).write().parquet(new Path(path, DATA).toString());
        }
    }

    /**
     * Reads a fitted model that {@link #write} wrote.
     *
     * @param uid uid in the metadata
     * @param multilabel whether it must be a model of several labels, or of classes
     * @throws IllegalArgumentException if no fit can have written the content; the message names the folder
     */
    static FittedModel read(ModelFolder folder, String uid, SparkSession spark, boolean multilabel) {
        List<Row> rows = folder.read(DATA, path -> rows(path, spark));
        try {
            SavedRow.require(rows.size() == 1, "it must have one row, but has " + (rows.isEmpty() ? "none" : "more"));
            SavedRow row = new SavedRow(rows.get(0), SCHEMA);
            int version = row.number("formatVersion");
            SavedRow.require(version > 0, "format version " + version + " does not exist");
            if (version > VERSION) {
                throw new ModelFolder.RefusedException(String.format(
                        "'%s' has format version %d, but this release reads versions 1 to %d. Load it with a newer release.",
                        folder.nameOf(DATA), version, VERSION));
            }
            String owner = row.cell("uid");
            SavedRow.require(owner.equals(uid), "it belongs to model '" + owner + "' and not to '" + uid + "'");
            FittedModel model = model(row);
            SavedRow.require(
                    model.isMultilabel() == multilabel,
                    "family '" + row.<String>cell("family") + "' belongs to another class of models");
            return model;
        } catch (ModelFolder.RefusedException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    String.format(
                            "'%s' does not hold a model: %s. The files are damaged or were exchanged. Restore them or"
                                    + " save the model again.",
                            folder.nameOf(DATA), e.getMessage()),
                    e);
        }
    }

    /** Reads at most two rows. Turns on Parquet's comparison of pages with their checksums, which is off by default. */
    private static List<Row> rows(String path, SparkSession spark) {
        if (LocalSaving.isOn()) {
            Dataset<String> json = spark.createDataset(List.of(LocalSaving.read(path, DATA)), Encoders.STRING());
            return spark.read().schema(SCHEMA).json(json).takeAsList(2);
        }
        return spark.read()
                .option("parquet.page.verify-checksum.enabled", "true")
                .parquet(new Path(path, DATA).toString())
                .takeAsList(2);
    }

    private static FittedModel model(SavedRow row) {
        LossForm form = new LossForm(
                choice(LossKind.class, "a loss", row.cell("loss")),
                option -> value(row, option),
                row.cell("normalized"));
        SavedLoss saved = new SavedLoss(
                choice(Family.class, "a loss of family", row.cell("family")),
                form,
                row.numbers("gammas"),
                row.numbers("classWeights"));
        Matrix matrix = row.cell("coefficientMatrix");
        Vector intercepts = row.cell("interceptVector");
        MarginLoss loss = saved.toLoss();
        requireShape(matrix, intercepts, loss.numColumns(), row.number("numFeatures"));
        FittedModel model = new FittedModel(
                new Coefficients(matrix, intercepts, row.texts("featureNames")), loss, form, row.numbers("priors"));
        check(model, row.number("numClasses"), row.number("numFeatures"));
        return model;
    }

    private static <C extends Enum<C> & Choice> C choice(Class<C> type, String what, String text) {
        return Choice.find(type, text)
                .orElseThrow(() -> new IllegalArgumentException(what + " '" + text + "' is unknown"));
    }

    private static double value(SavedRow row, LossForm.Option option) {
        if (row.number("formatVersion") < option.since()) {
            return option.absent();
        }
        double value = row.real(option.text());
        SavedRow.require(option.accepts(value), option.text() + " " + value + " is not " + option.range());
        return value;
    }

    /** Checks the declared sizes before memory of that size is allocated. */
    private static void requireShape(Matrix coefficients, Vector intercepts, int numColumns, int numFeatures) {
        SavedRow.require(
                coefficients.numRows() == numColumns
                        && coefficients.numCols() == numFeatures
                        && intercepts.size() == numColumns,
                String.format(
                        "expected %d x %d coefficients and %d intercepts, but found %d x %d and %d",
                        numColumns,
                        numFeatures,
                        numColumns,
                        coefficients.numRows(),
                        coefficients.numCols(),
                        intercepts.size()));
        SavedRow.require(SavedMatrix.isSound(coefficients), "the coefficients do not fill their matrix");
    }

    /** Checks the numbers: only intercepts may be infinite, as after a fit on one class, and NaN is never valid. */
    private static void check(FittedModel model, int numClasses, int numFeatures) {
        int numNames = model.coefficients().featureNames().length;
        boolean oneOfTwo = numClasses == 1 && model.isBinomial();
        SavedRow.require(
                model.calibration().numClasses() == numClasses || oneOfTwo,
                "a loss of " + model.calibration().numClasses() + " classes, but a model of " + numClasses);
        SavedRow.require(
                numNames == 0 || numNames == numFeatures, numNames + " names for " + numFeatures + " features");
        SavedRow.require(
                Arrays.stream(SavedMatrix.values(model.coefficients().matrix())).allMatch(Double::isFinite)
                        && Arrays.stream(model.coefficients().intercepts().toArray())
                                .noneMatch(Double::isNaN),
                "it has values that are not finite");
        SavedRow.require(
                model.priors().length == numClasses
                        && Arrays.stream(model.priors()).allMatch(prior -> prior >= 0.0 && prior <= 1.0),
                "priors " + Arrays.toString(model.priors()) + " are no base rates of " + numClasses + " classes");
    }
}
