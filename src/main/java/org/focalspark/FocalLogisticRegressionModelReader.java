package org.focalspark;

import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Row;
import org.focalspark.compat.ModelMetadata;
import org.focalspark.loss.BinaryFocalLoss;
import org.focalspark.loss.FocalLoss;

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
        check(dataPath, row.getAs("numFeatures"), coefficientMatrix, interceptVector);
        List<Double> gammas = row.getList(row.fieldIndex("gammas"));
        List<Double> classWeights = row.getList(row.fieldIndex("classWeights"));
        BinaryFocalLoss loss = new BinaryFocalLoss(
                new FocalLoss(gammas.get(0)), new FocalLoss(gammas.get(1)), classWeights.get(0), classWeights.get(1));
        FocalLogisticRegressionModel model =
                new FocalLogisticRegressionModel(metadata.uid(), coefficientMatrix, interceptVector, loss, null);
        metadata.applyTo(model);
        return model;
    }

    /** An infinite intercept is what a fit on one class gives; nothing else may be infinite, and nothing NaN. */
    private static void check(String dataPath, int numFeatures, Matrix coefficients, Vector intercepts) {
        boolean shapesFit =
                coefficients.numRows() == 1 && coefficients.numCols() == numFeatures && intercepts.size() == 1;
        boolean finite = !Double.isNaN(intercepts.apply(0));
        for (double value : coefficients.toArray()) {
            finite &= Double.isFinite(value);
        }
        if (!shapesFit || !finite) {
            throw new IllegalArgumentException(String.format(
                    "'%s' does not hold a model: expected 1 x %d finite coefficients and 1 intercept, but found %d x %d"
                            + " and %d%s. The files are damaged or were exchanged.",
                    dataPath,
                    numFeatures,
                    coefficients.numRows(),
                    coefficients.numCols(),
                    intercepts.size(),
                    finite ? "" : " with values that are not finite"));
        }
    }
}
