package org.focalspark.classification;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.focalspark.loss.Choice;
import org.focalspark.param.FocalTrainingParams;
import org.focalspark.training.CoefficientBounds;
import org.focalspark.training.TrainingSpec;
import org.focalspark.training.input.InputColumns;
import org.focalspark.training.job.Execution;
import org.focalspark.training.solver.SolverKind;

/** Converts the params of a stage to the values of a training specification. */
final class TrainingParams {
    private TrainingParams() {}

    static InputColumns columns(FocalTrainingParams params, String label, String features, boolean multilabel) {
        Optional<String> weight = params.isDefined(params.weightCol())
                ? Optional.of(params.getWeightCol()).filter(name -> !name.isEmpty())
                : Optional.empty();
        OptionalDouble ignored = params.isSet(params.ignoreLabel())
                ? OptionalDouble.of(params.getIgnoreLabel())
                : OptionalDouble.empty();
        return new InputColumns(label, features, weight, ignored, multilabel);
    }

    static TrainingSpec.LinearModel model(FocalTrainingParams params) {
        return new TrainingSpec.LinearModel(
                params.getFitIntercept(), penalty(params), CoefficientBounds.none(), Optional.empty());
    }

    static TrainingSpec.Penalty penalty(FocalTrainingParams params) {
        return new TrainingSpec.Penalty(params.getRegParam(), params.getElasticNetParam(), params.getStandardization());
    }

    static TrainingSpec.Solving solving(FocalTrainingParams params) {
        return new TrainingSpec.Solving(
                Choice.of(SolverKind.class, params.getSolver()), params.getMaxIter(), params.getTol());
    }

    static Execution execution(FocalTrainingParams params) {
        OptionalInt depth = params.isSet(params.aggregationDepth())
                ? OptionalInt.of(params.getAggregationDepth())
                : OptionalInt.empty();
        return new Execution(params.getMaxBlockSizeInMB(), depth);
    }
}
