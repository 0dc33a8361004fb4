package org.focalspark.tuning;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.focalspark.training.job.SparkFailure;
import org.jspecify.annotations.Nullable;

/**
 * Result of tuning: the model of the chosen candidate fitted on all rows, the trials, and the models of the splits if
 * kept.
 */
final class Tuned implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Model<?> bestModel;
    private final Trials trials;
    /**
     * Models by fold, then by candidate; an element is null if the candidate failed, the array if models were not kept.
     */
    private final @Nullable Model<?> @Nullable [][] subModels;

    Tuned(Model<?> bestModel, Trials trials, @Nullable Model<?> @Nullable [][] subModels) {
        this.bestModel = bestModel;
        this.trials = trials;
        this.subModels = subModels;
    }

    /**
     * Fits and evaluates all candidates, chooses one, and fits it on all rows.
     *
     * @param keepModels whether the models of the splits are kept
     * @param selection chooses a candidate; at least one candidate did not fail
     */
    static Tuned of(TuningTask task, boolean keepModels, ToIntFunction<Trials> selection) {
        List<List<FoldScore>> scores =
                LockstepTuning.serves(task.estimator()) ? LockstepTuning.run(task) : StagewiseTuning.run(task);
        Trials trials = Trials.of(scores);
        for (int c = 0; c < trials.numCandidates(); c++) {
            if (!trials.failure(c).isEmpty()) {
                task.log()
                        .warn(String.format(
                                "Candidate %d, %s, failed and is out: %s", c, task.paramMaps()[c], trials.failure(c)));
            }
        }
        requireOneWithoutFailure(scores);
        Trials chosen = trials.choose(selection.applyAsInt(trials));
        int best = chosen.chosen();
        task.log().info("Mean metric of each candidate: " + Arrays.toString(chosen.means()));
        task.log().info(String.format("Chosen: candidate %d, %s", best, task.paramMaps()[best]));
        return new Tuned(task.fit(best, task.dataset()), chosen, keepModels ? models(scores) : null);
    }

    private static void requireOneWithoutFailure(List<List<FoldScore>> scores) {
        List<Exception> firsts = scores.stream()
                .map(folds -> folds.stream()
                        .map(FoldScore::failure)
                        .flatMap(Optional::stream)
                        .findFirst())
                .flatMap(Optional::stream)
                .toList();
        if (firsts.size() == scores.size()) {
            throw SparkFailure.asIs(firsts.get(0));
        }
    }

    private static @Nullable Model<?>[][] models(List<List<FoldScore>> scores) {
        @Nullable Model<?>[][] models = new Model<?>[scores.get(0).size()][scores.size()];
        for (int c = 0; c < scores.size(); c++) {
            for (int fold = 0; fold < models.length; fold++) {
                models[fold][c] = scores.get(c).get(fold).model().orElse(null);
            }
        }
        return models;
    }

    Model<?> bestModel() {
        return bestModel;
    }

    Trials trials() {
        return trials;
    }

    boolean hasSubModels() {
        return subModels != null;
    }

    /** Returns the models by fold, then by candidate. Throws with Spark's message if they were not kept. */
    @Nullable
    Model<?>[][] subModels() {
        if (subModels == null) {
            throw new IllegalArgumentException(
                    "requirement failed: subModels not available, To retrieve subModels, make"
                            + " sure to set collectSubModels to true before fitting.");
        }
        return subModels;
    }

    /** Copies the extra params to the best model only, as Spark does. */
    Tuned copy(ParamMap extra) {
        return new Tuned((Model<?>) bestModel.copy(extra), trials, subModels == null ? null : copies(subModels));
    }

    private static @Nullable Model<?>[][] copies(@Nullable Model<?>[][] models) {
        @Nullable Model<?>[][] copies = new Model<?>[models.length][];
        for (int fold = 0; fold < models.length; fold++) {
            copies[fold] = new Model<?>[models[fold].length];
            for (int c = 0; c < copies[fold].length; c++) {
                Model<?> model = models[fold][c];
                copies[fold][c] = model == null ? null : (Model<?>) model.copy(ParamMap.empty());
            }
        }
        return copies;
    }
}
