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
 * What Spark's estimators write to the log of a fit, for those who read it there: class, uid and params of the stage, what was
 * found in the data, and how it ended, all under one random prefix.
 *
 * <p>Spark's line about the dataset is left out: its number of partitions is known only once the input is planned, which
 * with adaptive execution runs its shuffles, and a fit does that once.
 */
public final class FitInstrumentation {
    private final Instrumentation instrumentation;

    private FitInstrumentation(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    /**
     * Runs a fit, with a line before and after it; a failure is logged and thrown on.
     *
     * @param <T> the model
     * @param stage estimator, whose params are logged as far as they are set
     * @param fit what is run
     * @return what fit returned
     */
    public static <T> T of(PipelineStage stage, Function<FitInstrumentation, T> fit) {
        return Instrumentation.instrumented(instrumentation -> {
            instrumentation.logPipelineStage(stage);
            instrumentation.logParams(
                    stage, Predef.wrapRefArray(shortParams(stage)).toList());
            return fit.apply(new FitInstrumentation(instrumentation));
        });
    }

    /** Without bounds, which are as large as the model, and without stages and grids; Spark leaves them out too. */
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
     * Logs what the scan of the classes found.
     *
     * @param weightSums instance weight of each class
     */
    public void classes(double[] weightSums) {
        instrumentation.logNumClasses(weightSums.length);
        labelWeights(weightSums);
        instrumentation.logSumOfWeights(Arrays.stream(weightSums).sum());
    }

    /**
     * Logs what the scan of labels found that do not exclude each other.
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
     * Logs what is chosen among.
     *
     * @param tuner stage whose estimator, evaluator and grid are logged
     */
    public void tuning(TuningParams tuner) {
        tuner.logTuningParams(instrumentation);
    }

    /**
     * Logs a line.
     *
     * @param line what is worth knowing
     */
    public void info(String line) {
        instrumentation.logInfo(() -> line);
    }

    /**
     * Logs a warning.
     *
     * @param line what is wrong
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
