package org.focalspark.feature;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;
import org.focalspark.compat.HeldParams;

/**
 * Params of {@link TableVectorizer}.
 *
 * @since 0.1.0
 */
public interface TableVectorizerParams extends HeldParams {

    /**
     * Names of the numeric columns, one feature each. Default none.
     *
     * @return the param
     * @since 0.1.0
     */
    default StringArrayParam numericCols() {
        return sharedParams().get("numericCols");
    }

    /**
     * Fill values for missing, unreadable and infinite numbers: one finite number per numeric column. Default none.
     *
     * @return the param
     * @since 0.1.0
     */
    default DoubleArrayParam fillValues() {
        return sharedParams().get("fillValues");
    }

    /**
     * Names of the categorical columns, one feature per level. Default none.
     *
     * @return the param
     * @since 0.1.0
     */
    default StringArrayParam categoricalCols() {
        return sharedParams().get("categoricalCols");
    }

    /**
     * Levels of all categorical columns, one column after the other. Default none.
     *
     * @return the param
     * @since 0.1.0
     */
    default StringArrayParam levels() {
        return sharedParams().get("levels");
    }

    /**
     * Number of {@link #levels()} of each categorical column. Default none.
     *
     * @return the param
     * @since 0.1.0
     */
    default IntArrayParam numLevels() {
        return sharedParams().get("numLevels");
    }

    /**
     * Rare levels, which share one feature per column. One column after the other. Default none.
     *
     * @return the param
     * @since 0.1.0
     */
    default StringArrayParam rareLevels() {
        return sharedParams().get("rareLevels");
    }

    /**
     * Number of {@link #rareLevels()} of each categorical column. Default none: no column has rare levels.
     *
     * @return the param
     * @since 0.1.0
     */
    default IntArrayParam numRareLevels() {
        return sharedParams().get("numRareLevels");
    }

    /**
     * Whether texts write numbers as 1.234,50 instead of 1234.50. Default false.
     *
     * @return the param
     * @since 0.1.0
     */
    default BooleanParam decimalComma() {
        return sharedParams().get("decimalComma");
    }

    /**
     * Name of the output column of feature vectors, which must not exist in the input. Default features.
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<String> outputCol() {
        return sharedParams().get("outputCol");
    }

    /**
     * The numeric columns.
     *
     * @return value of {@link #numericCols()}
     */
    default String[] getNumericCols() {
        return getOrDefault(numericCols());
    }

    /**
     * The fill values of the numeric columns.
     *
     * @return value of {@link #fillValues()}
     */
    default double[] getFillValues() {
        return getOrDefault(fillValues());
    }

    /**
     * The categorical columns.
     *
     * @return value of {@link #categoricalCols()}
     */
    default String[] getCategoricalCols() {
        return getOrDefault(categoricalCols());
    }

    /**
     * The levels of all categorical columns.
     *
     * @return value of {@link #levels()}
     */
    default String[] getLevels() {
        return getOrDefault(levels());
    }

    /**
     * The number of levels of each categorical column.
     *
     * @return value of {@link #numLevels()}
     */
    default int[] getNumLevels() {
        return getOrDefault(numLevels());
    }

    /**
     * The rare levels of all categorical columns.
     *
     * @return value of {@link #rareLevels()}
     */
    default String[] getRareLevels() {
        return getOrDefault(rareLevels());
    }

    /**
     * The number of rare levels of each categorical column.
     *
     * @return value of {@link #numRareLevels()}
     */
    default int[] getNumRareLevels() {
        return getOrDefault(numRareLevels());
    }

    /**
     * Whether numbers in texts have a decimal comma.
     *
     * @return value of {@link #decimalComma()}
     */
    default boolean getDecimalComma() {
        return (boolean) getOrDefault(decimalComma());
    }

    /**
     * The column of feature vectors.
     *
     * @return value of {@link #outputCol()}
     */
    default String getOutputCol() {
        return getOrDefault(outputCol());
    }
}
