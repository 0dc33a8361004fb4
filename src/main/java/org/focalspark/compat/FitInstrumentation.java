package org.focalspark.compat;

import java.util.Arrays;
import java.util.function.Function;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.Instrumentation;
import scala.Predef;

/**
 * Log of a fit in the format of Spark's estimators: class, uid and params of the stage, statistics of the data, and the
 * outcome, all with one random prefix.
 *
 * <p>Spark's line about the dataset is left out: its number of partitions is known only once the input is planned,
 * which with adaptive execution runs its shuffles, and a fit plans its input only once.
 */
public final class FitInstrumentation {
    private final Instrumentation instrumentation;

    private FitInstrumentation(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    /**
     * Runs a fit with a log line before and after it. A failure is logged and rethrown.
     *
     * @param <T> the model
     * @param stage estimator, whose explicitly set params are logged
     * @param fit the fit
     * @return result of the fit
     */
    public static <T> T of(PipelineStage stage, Function<FitInstrumentation, T> fit) {
        return Instrumentation.instrumented(instrumentation -> {
            instrumentation.logPipelineStage(stage);
            instrumentation.logParams(
                    stage, Predef.wrapRefArray(shortParams(stage)).toList());
            return fit.apply(new FitInstrumentation(instrumentation));
        });
    }

    /**
     * Returns the params to log. Bounds, which are as large as the model, stages and grids are omitted, as in Spark.
     */
    private static Param<?>[] shortParams(PipelineStage stage) {
        return Arrays.stream(stage.params())
                .filter(param -> stage.isSet(param))
                .filter(param -> !(stage.getOrDefault(param) instanceof Matrix)
                        && !(stage.getOrDefault(param) instanceof Vector))
                .filter(param -> !(stage.getOrDefault(param) instanceof Params)
                        && !(stage.getOrDefault(param) instanceof ParamMap[]))
                .toArray(Param<?>[]::new);
    }

    /**
     * Logs the classes that the scan found.
     *
     * @param weightSums instance weight of each class
     */
    public void classes(double[] weightSums) {
        instrumentation.logNumClasses(weightSums.length);
        labelWeights(weightSums);
        instrumentation.logSumOfWeights(Arrays.stream(weightSums).sum());
    }

    /**
     * Logs the labels that the scan of a multilabel fit found.
     *
     * @param weightSums instance weight of the rows that have each label
     * @param total instance weight of all rows
     */
    public void labels(double[] weightSums, double total) {
        instrumentation.logNamedValue("numLabels", weightSums.length);
        labelWeights(weightSums);
        instrumentation.logSumOfWeights(total);
    }

    /**
     * Logs the size of the data.
     *
     * @param numFeatures length of the vectors
     * @param numRows number of rows
     */
    public void size(int numFeatures, long numRows) {
        instrumentation.logNumFeatures(numFeatures);
        instrumentation.logNumExamples(numRows);
    }

    /**
     * Logs the candidates of a tuning stage.
     *
     * @param tuner stage whose estimator, evaluator and grid are logged
     */
    public void tuning(TuningParams tuner) {
        tuner.logTuningParams(instrumentation);
    }

    /**
     * Logs a line.
     *
     * @param line text of the line
     */
    public void info(String line) {
        instrumentation.logInfo(() -> line);
    }

    /**
     * Logs a warning.
     *
     * @param line text of the warning
     */
    public void warn(String line) {
        instrumentation.logWarning(() -> line);
    }

    private void labelWeights(double[] weightSums) {
        instrumentation.logNamedValue(
                "lowestLabelWeight",
                Double.toString(Arrays.stream(weightSums).min().orElse(0.0)));
        instrumentation.logNamedValue(
                "highestLabelWeight",
                Double.toString(Arrays.stream(weightSums).max().orElse(0.0)));
    }
}
