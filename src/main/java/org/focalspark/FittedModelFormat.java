package org.focalspark;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
import org.focalspark.loss.MarginLoss;

/**
 * Saved format of the numbers of a model: one Parquet row in the folder {@code data}, beside Spark's metadata. The
 * loss is stored too, since a param may be changed after the fit and calibration must undo what was trained.
 */
final class FittedModelFormat {
    private static final int VERSION = 1;
    private static final String DATA = "data";
    private static final DataType NUMBERS = DataTypes.createArrayType(DataTypes.DoubleType, false);

    private static final StructType SCHEMA = new StructType()
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
            .add("classWeights", NUMBERS)
            .add("polyEpsilon", DataTypes.DoubleType)
            .add("reducedThreshold", DataTypes.DoubleType)
            .add("labelSmoothing", DataTypes.DoubleType)
            .add("normalized", DataTypes.BooleanType);

    private FittedModelFormat() {}

    static void write(FittedModel model, String uid, String path, SparkSession spark) {
        SavedLoss loss = SavedLoss.of(model.loss(), model.form());
        Row row = RowFactory.create(
                VERSION,
                uid,
                model.numClasses(),
                model.coefficients().numFeatures(),
                model.coefficients().matrix(),
                model.coefficients().intercepts(),
                model.coefficients().featureNames(),
                model.priors(),
                loss.family(),
                loss.form().kind().param(),
                loss.gammas(),
                loss.classWeights(),
                loss.form().polyEpsilon(),
                loss.form().reducedThreshold(),
                loss.form().smoothing(),
                loss.form().normalized());
        Dataset<Row> data = spark.createDataFrame(List.of(row), SCHEMA);
        if (LocalSaving.isOn()) {
            LocalSaving.write(path, DATA, data.toJSON().head());
        } else {
            data.coalesce(1).write().parquet(new Path(path, DATA).toString());
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param uid uid that the metadata name
     * @param multilabel whether it must be a model of several labels, or of classes
     * @throws IllegalArgumentException that names the folder, if no fit can have written it
     */
    static FittedModel read(ModelFolder folder, String uid, SparkSession spark, boolean multilabel) {
        List<Row> rows = folder.read(DATA, path -> rows(path, spark));
        try {
            require(rows.size() == 1, "it must have one row, but has " + (rows.isEmpty() ? "none" : "more"));
            Row row = rows.get(0);
            int version = number(row, "formatVersion").intValue();
            require(version > 0, "format version " + version + " never was");
            if (version > VERSION) {
                throw new NewerVersionException(String.format(
                        "'%s' has format version %d, but this release reads versions 1 to %d. Load it with a newer release.",
                        folder.nameOf(DATA), version, VERSION));
            }
            String owner = cell(row, "uid");
            require(owner.equals(uid), "it belongs to model '" + owner + "' and not to '" + uid + "'");
            FittedModel model = model(row);
            require(
                    model.isMultilabel() == multilabel,
                    "family '" + FittedModelFormat.<String>cell(row, "family")
                            + "' belongs to another class of models");
            return model;
        } catch (NewerVersionException e) {
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

    /** Two rows at most. Pages are compared with the checksums that Parquet wrote, which it does not do by itself. */
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

    private static FittedModel model(Row row) {
        LossForm form = new LossForm(
                LossKind.named(FittedModelFormat.<String>cell(row, "loss")),
                number(row, "polyEpsilon").doubleValue(),
                number(row, "reducedThreshold").doubleValue(),
                number(row, "labelSmoothing").doubleValue(),
                cell(row, "normalized"));
        SavedLoss saved =
                new SavedLoss(cell(row, "family"), form, numbers(row, "gammas"), numbers(row, "classWeights"));
        FittedModel model = new FittedModel(
                new Coefficients(cell(row, "coefficientMatrix"), cell(row, "interceptVector"), names(row)),
                saved.toLoss(),
                form,
                numbers(row, "priors"));
        check(
                model,
                number(row, "numClasses").intValue(),
                number(row, "numFeatures").intValue());
        return model;
    }

    /** An infinite intercept is what a fit on one class gives; nothing else may be infinite, and nothing NaN. */
    private static void check(FittedModel model, int numClasses, int numFeatures) {
        MarginLoss loss = model.loss();
        Matrix coefficients = model.coefficients().matrix();
        Vector intercepts = model.coefficients().intercepts();
        int numNames = model.coefficients().featureNames().length;
        boolean oneOfTwo = numClasses == 1 && model.isBinomial();
        require(
                model.calibration().numClasses() == numClasses || oneOfTwo,
                "a loss of " + model.calibration().numClasses() + " classes, but a model of " + numClasses);
        require(
                coefficients.numRows() == loss.numColumns()
                        && coefficients.numCols() == numFeatures
                        && intercepts.size() == loss.numColumns(),
                String.format(
                        "expected %d x %d coefficients and %d intercepts, but found %d x %d and %d",
                        loss.numColumns(),
                        numFeatures,
                        loss.numColumns(),
                        coefficients.numRows(),
                        coefficients.numCols(),
                        intercepts.size()));
        require(numNames == 0 || numNames == numFeatures, numNames + " names for " + numFeatures + " features");
        require(
                Arrays.stream(coefficients.toArray()).allMatch(Double::isFinite)
                        && Arrays.stream(intercepts.toArray()).noneMatch(Double::isNaN),
                "it has values that are not finite");
        require(
                model.priors().length == numClasses
                        && Arrays.stream(model.priors()).allMatch(prior -> prior >= 0.0 && prior <= 1.0),
                "priors " + Arrays.toString(model.priors()) + " are no base rates of " + numClasses + " classes");
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }

    private static double[] numbers(Row row, String name) {
        cell(row, name);
        List<Double> values = row.getList(row.fieldIndex(name));
        require(values.stream().noneMatch(Objects::isNull), "it has a null in " + name);
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static String[] names(Row row) {
        cell(row, "featureNames");
        List<String> names = row.getList(row.fieldIndex("featureNames"));
        require(names.stream().noneMatch(Objects::isNull), "it has a null in featureNames");
        return names.toArray(String[]::new);
    }

    private static Number number(Row row, String name) {
        return cell(row, name);
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // as Row.getAs has it
    private static <T> T cell(Row row, String name) {
        boolean exists = Arrays.asList(row.schema().fieldNames()).contains(name);
        require(exists && !row.isNullAt(row.fieldIndex(name)), "it has no " + name);
        return row.getAs(name);
    }

    /** Not damaged, so that its message stands by itself. */
    private static final class NewerVersionException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        NewerVersionException(String message) {
            super(message);
        }
    }
}
