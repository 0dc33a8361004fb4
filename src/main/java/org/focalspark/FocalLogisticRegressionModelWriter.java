package org.focalspark;

import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.focalspark.compat.ModelMetadata;

/**
 * Saved format of a model: {@code metadata}, Spark's JSON of class, uid and params, and {@code data}, one Parquet row of
 * numbers. The loss is stored beside the params, since a param may be changed after the fit and calibration must undo
 * what was trained.
 */
final class FocalLogisticRegressionModelWriter extends MLWriter {
    static final int FORMAT_VERSION = 1;
    static final String DATA = "data";

    static final StructType SCHEMA = new StructType()
            .add("formatVersion", DataTypes.IntegerType)
            .add("numClasses", DataTypes.IntegerType)
            .add("numFeatures", DataTypes.IntegerType)
            .add("coefficientMatrix", SQLDataTypes.MatrixType())
            .add("interceptVector", SQLDataTypes.VectorType())
            .add("family", DataTypes.StringType)
            .add("loss", DataTypes.StringType)
            .add("gammas", DataTypes.createArrayType(DataTypes.DoubleType, false))
            .add("classWeights", DataTypes.createArrayType(DataTypes.DoubleType, false));

    private final FocalLogisticRegressionModel model;

    FocalLogisticRegressionModelWriter(FocalLogisticRegressionModel model) {
        this.model = model;
    }

    @Override
    public void saveImpl(String path) {
        ModelMetadata.save(model, path, sc());
        SavedLoss loss = SavedLoss.of(model.trainedLoss());
        Row row = RowFactory.create(
                FORMAT_VERSION,
                model.numClasses(),
                model.numFeatures(),
                model.coefficientMatrix(),
                model.interceptVector(),
                loss.family(),
                loss.loss(),
                loss.gammas(),
                loss.classWeights());
        sparkSession()
                .createDataFrame(List.of(row), SCHEMA)
                .coalesce(1)
                .write()
                .parquet(new Path(path, DATA).toString());
    }
}
