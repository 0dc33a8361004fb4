package org.focalspark.tuning;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToIntFunction;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.sql.Dataset;
import org.focalspark.compat.FitInstrumentation;
import org.focalspark.compat.FoldParams;
import org.focalspark.compat.JavaTunedModel;
import org.focalspark.compat.JavaTuner;
import org.focalspark.compat.SplitParams;
import org.focalspark.compat.TypedParams;
import org.focalspark.loss.Choice;
import org.focalspark.param.ParamRule;
import org.focalspark.training.input.Folds;

/** Creates the params that tuning stages and their models share, and runs the tuning with them. */
final class FocalTuningSetup {
    private FocalTuningSetup() {}

    /** Creates the params and sets all defaults. Call it once, at the end of the constructor. */
    static <P extends FoldParams & FocalTuningParams & FocalSelectionParams> void initializeFolds(P params) {
        FoldParams.initialize(params);
        params.sharedParams()
                .put(TypedParams.text(
                        params,
                        "selection",
                        "which candidate is chosen: best, or oneStandardError (the simplest one within a standard error of the"
                                + " best)",
                        ParamRule.oneOf("selection", SelectionRule.class)));
        params.setDefault(params.selection(), SelectionRule.BEST.text());
        putWarmStarts(params);
    }

    /** Creates the params and sets all defaults. Call it once, at the end of the constructor. */
    static <P extends SplitParams & FocalTuningParams> void initializeSplit(P params) {
        SplitParams.initialize(params);
        putWarmStarts(params);
    }

    private static void putWarmStarts(FocalTuningParams params) {
        params.sharedParams()
                .put(new BooleanParam(
                        params,
                        "warmStarts",
                        "whether a candidate's fit may start at the solution of a neighbor in the grid"));
        params.setDefault(params.warmStarts(), false);
        params.sharedParams().seal();
    }

    static Folds folds(FoldParams params) {
        Optional<String> column = Optional.of(params.getFoldCol()).filter(name -> !name.isEmpty());
        return new Folds(params.getNumFolds(), params.getSeed(), column, OptionalDouble.empty());
    }

    static Folds split(SplitParams params) {
        return new Folds(0, params.getSeed(), Optional.empty(), OptionalDouble.of(params.getTrainRatio()));
    }

    /** Returns the rule of param selection, which chooses a candidate. */
    static ToIntFunction<Trials> selection(FocalCrossValidator tuner) {
        Evaluator evaluator = tuner.getEvaluator();
        return Choice.of(SelectionRule.class, tuner.getSelection()) == SelectionRule.ONE_STANDARD_ERROR
                ? trials -> new Selection(trials, evaluator)
                        .oneStandardError(tuner.getEstimator(), tuner.getEstimatorParamMaps())
                : trials -> new Selection(trials, evaluator).best();
    }

    /** Fits and evaluates all candidates, chooses one, and fits it on all rows. */
    static <E extends JavaTuner<E, M> & FocalTuningParams, M extends JavaTunedModel<M>> Tuned run(
            E tuner, Dataset<?> dataset, Folds folds, ToIntFunction<Trials> selection) {
        return FitInstrumentation.of(tuner, log -> {
            log.tuning(tuner);
            TuningTask task = new TuningTask(
                    dataset,
                    tuner.getEstimator(),
                    tuner.getEstimatorParamMaps(),
                    tuner.getEvaluator(),
                    folds,
                    tuner.getWarmStarts(),
                    tuner.executor(),
                    log);
            return Tuned.of(task, tuner.getCollectSubModels(), selection);
        });
    }
}
