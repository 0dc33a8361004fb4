package org.focalspark;

import java.util.Arrays;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Row;
import org.focalspark.compat.ModelMetadata;
import org.focalspark.loss.MarginLoss;

/** Reads what {@link FocalLogisticRegressionModelWriter} wrote, and refuses what no fit can have written. */
final class FocalLogisticRegressionModelReader extends MLReader<FocalLogisticRegressionModel> {

    @Override
    public FocalLogisticRegressionModel load(String path) {
        ModelMetadata metadata = ModelMetadata.load(path, sc(), FocalLogisticRegressionModel.class);
        String dataPath = new Path(path, FocalLogisticRegressionModelWriter.DATA).toString();
        Row row = sparkSession().read().parquet(dataPath).head();
        int version = row.getAs("formatVersion");
        if (version != FocalLogisticRegressionModelWriter.FORMAT_VERSION) {
            throw new IllegalArgumentException(String.format(
                    "'%s' has format version %d, but this release reads version %d. Load it with a newer release.",
                    dataPath, version, FocalLogisticRegressionModelWriter.FORMAT_VERSION));
        }
        Matrix coefficientMatrix = row.getAs("coefficientMatrix");
        Vector interceptVector = row.getAs("interceptVector");
        SavedLoss saved = new SavedLoss(
                row.getAs("family"),
                row.getAs("loss"),
                SavedLoss.toArray(row.getList(row.fieldIndex("gammas"))),
                SavedLoss.toArray(row.getList(row.fieldIndex("classWeights"))));
        MarginLoss loss = loss(dataPath, saved, row.getAs("numClasses"));
        check(dataPath, loss.numColumns(), row.getAs("numFeatures"), coefficientMatrix, interceptVector);
        FocalLogisticRegressionModel model =
                new FocalLogisticRegressionModel(metadata.uid(), coefficientMatrix, interceptVector, loss, null);
        metadata.applyTo(model);
        return model;
    }

    private static MarginLoss loss(String dataPath, SavedLoss saved, int numClasses) {
        String problem;
        try {
            MarginLoss loss = saved.toLoss();
            if (loss.calibration().numClasses() == numClasses) {
                return loss;
            }
            problem = "a loss of " + loss.calibration().numClasses() + " classes, but a model of " + numClasses;
        } catch (IllegalArgumentException e) {
            problem = e.getMessage();
        }
        throw new IllegalArgumentException(String.format(
                "'%s' does not hold a model: %s. The files are damaged or were exchanged.", dataPath, problem));
    }

    /** An infinite intercept is what a fit on one class gives; nothing else may be infinite, and nothing NaN. */
    private static void check(
            String dataPath, int numColumns, int numFeatures, Matrix coefficients, Vector intercepts) {
        boolean shapesFit = coefficients.numRows() == numColumns
                && coefficients.numCols() == numFeatures
                && intercepts.size() == numColumns;
        boolean finite = Arrays.stream(coefficients.toArray()).allMatch(Double::isFinite)
                && Arrays.stream(intercepts.toArray()).noneMatch(Double::isNaN);
        if (!shapesFit || !finite) {
            throw new IllegalArgumentException(String.format(
                    "'%s' does not hold a model: expected %d x %d finite coefficients and %d intercepts, but found %d x %d"
                            + " and %d%s. The files are damaged or were exchanged.",
                    dataPath,
                    numColumns,
                    numFeatures,
                    numColumns,
                    coefficients.numRows(),
                    coefficients.numCols(),
                    intercepts.size(),
                    finite ? "" : " with values that are not finite"));
        }
    }
}
