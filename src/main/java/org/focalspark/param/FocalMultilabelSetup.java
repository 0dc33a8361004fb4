package org.focalspark.param;

import java.util.Arrays;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/** Params, defaults and column checks shared by the multilabel estimator and its model. */
public final class FocalMultilabelSetup {
    private FocalMultilabelSetup() {}

    /**
     * Creates the params and sets all defaults. Call it once, at the end of the constructor.
     *
     * @param params stage under construction
     * @throws IllegalStateException if it was called before
     */
    public static void initialize(FocalMultilabelParams params) {
        FocalParamsSetup.putShared(params);
        params.setDefault(params.threshold(), 0.5);
        FocalParamsSetup.seal(params);
    }

    /**
     * Checks the input schema of a model and adds its output columns.
     *
     * @param params multilabel estimator or model
     * @param schema schema of the input
     * @return schema of the output; a column with an empty name is left out
     * @throws IllegalArgumentException if the features column is missing or holds no vectors, or an output column
     *     exists already; the message names the column
     */
    public static StructType outputSchema(FocalMultilabelParams params, StructType schema) {
        Columns.requireFeatures(schema, params.getFeaturesCol());
        StructType output = schema;
        output = with(output, "rawPredictionCol", params.getRawPredictionCol(), vectors());
        output = with(output, "probabilityCol", params.getProbabilityCol(), vectors());
        output = with(output, "predictionCol", params.getPredictionCol(), vectors());
        return with(
                output,
                "predictedLabelsCol",
                params.getPredictedLabelsCol(),
                DataTypes.createArrayType(DataTypes.DoubleType, false));
    }

    /**
     * Checks the label column and the weight column of a training set.
     *
     * @param params multilabel estimator
     * @param schema schema of the training set
     * @throws IllegalArgumentException if a column is missing or has the wrong type; the message names the column
     */
    public static void checkInput(FocalMultilabelParams params, StructType schema) {
        DataType type = Columns.type(schema, params.getLabelCol());
        Columns.requireNewVectors(type, params.getLabelCol());
        boolean numbers = type instanceof ArrayType array && array.elementType() instanceof NumericType;
        if (!numbers && !Columns.isVector(type)) {
            throw new IllegalArgumentException(String.format(
                    "Column '%s' must hold a vector or an array of 0.0, 1.0 and, for unknown, NaN, but is of type %s. For one"
                            + " class per row use FocalLogisticRegression.",
                    params.getLabelCol(), type.simpleString()));
        }
        if (params.isDefined(params.weightCol()) && !params.getWeightCol().isEmpty()) {
            Columns.requireNumber(schema, params.getWeightCol());
        }
    }

    /**
     * Returns the threshold of each label: thresholds if set, else threshold for all labels.
     *
     * @param params multilabel estimator or model
     * @param numLabels number of labels
     * @return numLabels values in [0, 1]
     * @throws IllegalArgumentException if thresholds is set and has another length
     */
    public static double[] thresholds(FocalMultilabelParams params, int numLabels) {
        if (!params.isSet(params.thresholds())) {
            double[] all = new double[numLabels];
            Arrays.fill(all, params.getThreshold());
            return all;
        }
        double[] thresholds = params.getThresholds();
        if (thresholds.length != numLabels) {
            throw new IllegalArgumentException(String.format(
                    "thresholds must hold one value for each of %d labels, but has %d: %s.",
                    numLabels, thresholds.length, Arrays.toString(thresholds)));
        }
        return thresholds;
    }

    private static StructType with(StructType schema, String param, String name, DataType type) {
        if (name.isEmpty()) {
            return schema;
        }
        Columns.requireNew(schema, param, name);
        return schema.add(name, type, true);
    }

    private static DataType vectors() {
        return SQLDataTypes.VectorType();
    }
}
