package org.focalspark.tuning;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.SparkSession;
import org.focalspark.compat.FoldParams;
import org.focalspark.compat.LocalSaving;
import org.focalspark.compat.ModelMetadata;
import org.focalspark.compat.TuningParams;
import org.focalspark.saving.ModelFolder;
import org.focalspark.saving.ReplacingWriter;
import org.focalspark.saving.SavedStage;
import org.focalspark.training.job.SparkFailure;
import org.jspecify.annotations.Nullable;

/**
 * Saved format of tuning stages and their models. {@code metadata} contains the params with plain values.
 * {@code validator} is a Spark CrossValidator with the estimator, the evaluator and the grid, in Spark's format. A
 * model also has {@code trials}, {@code bestModel} and, by fold and candidate, {@code subModels}.
 */
final class TuningFormat {
    private static final String VALIDATOR = "validator";
    private static final String BEST_MODEL = "bestModel";
    private static final String SUB_MODELS = "subModels";
    private static final Model<?>[][] NONE = {};
    private static final String PERSIST_SUB_MODELS = "persistsubmodels";

    private TuningFormat() {}

    /** Creates a loaded model from its uid and the result of tuning. */
    interface Constructor<M> {
        M make(String uid, Tuned tuned);
    }

    /**
     * Returns the writer of a stage, or of its model if a result of tuning is given.
     *
     * <p>If a part of the stage cannot be saved, this method throws the exception of Spark's writer immediately.
     */
    static MLWriter writer(TuningParams stage, @Nullable Tuned tuned) {
        CrossValidator validator = new CrossValidator(stage.uid())
                .setEstimator(stage.getEstimator())
                .setEvaluator(stage.getEvaluator())
                .setEstimatorParamMaps(stage.getEstimatorParamMaps());
        return new ReplacingWriter(stage.getClass(), new Writer(stage, validator.write(), tuned));
    }

    private static final class Writer extends MLWriter {
        private final TuningParams stage;
        private final MLWriter validator;
        private final @Nullable Tuned tuned;

        Writer(TuningParams stage, MLWriter validator, @Nullable Tuned tuned) {
            this.stage = stage;
            this.validator = validator;
            this.tuned = tuned;
        }

        @Override
        public void saveImpl(String path) {
            refuseLocal(stage.getClass(), "saving to");
            boolean keeps = tuned != null && persistsSubModels(tuned);
            ModelMetadata.save(plain(stage), path, sc());
            save(validator, path, VALIDATOR);
            if (tuned != null) {
                TrialsFormat.write(tuned.trials(), keeps ? tuned.subModels() : NONE, path, sparkSession());
                save(writable(tuned.bestModel()).write(), path, BEST_MODEL);
                if (keeps) {
                    saveSubModels(tuned.subModels(), new Path(path, SUB_MODELS).toString());
                }
            }
        }

        private boolean persistsSubModels(Tuned model) {
            String option = optionMap().getOrElse(PERSIST_SUB_MODELS, () -> String.valueOf(model.hasSubModels()));
            if (!List.of("true", "false").contains(option.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("requirement failed: persistSubModels option value " + option
                        + " is invalid, the possible values are \"true\" or \"false\"");
            }
            boolean keeps = Boolean.parseBoolean(option);
            if (keeps && !model.hasSubModels()) {
                throw new IllegalArgumentException(
                        "requirement failed: When persisting tuning models, you can only set persistSubModels to true if the"
                                + " tuning was done with collectSubModels set to true. To save the sub-models, try rerunning"
                                + " fitting with collectSubModels set to true.");
            }
            return keeps;
        }

        private void saveSubModels(@Nullable Model<?>[][] models, String path) {
            for (int fold = 0; fold < models.length; fold++) {
                for (int c = 0; c < models[fold].length; c++) {
                    Model<?> model = models[fold][c];
                    if (model != null) {
                        save(writable(model).write(), new Path(path, "fold" + fold).toString(), String.valueOf(c));
                    }
                }
            }
        }

        private void save(MLWriter writer, String path, String part) {
            try {
                writer.session(sparkSession()).save(new Path(path, part).toString());
            } catch (IOException e) {
                throw SparkFailure.asIs(e); // save declares it, saveImpl does not
            }
        }
    }

    /**
     * Reader of a saved stage.
     *
     * @param <S> type of the stage
     */
    static final class StageReader<S extends TuningParams> extends MLReader<S> {
        private final Class<S> type;
        private final Function<String, S> constructor;

        StageReader(Class<S> type, Function<String, S> constructor) {
            this.type = type;
            this.constructor = constructor;
        }

        @Override
        public S load(String path) {
            return TuningFormat.load(type, constructor, ModelFolder.of(path, sparkSession()), sparkSession());
        }
    }

    /**
     * Reader of a saved model.
     *
     * @param <M> type of the model
     */
    static final class ModelReader<M extends TuningParams> extends MLReader<M> {
        private final Class<M> type;
        private final Constructor<M> constructor;

        ModelReader(Class<M> type, Constructor<M> constructor) {
            this.type = type;
            this.constructor = constructor;
        }

        @Override
        public M load(String path) {
            ModelFolder folder = ModelFolder.of(path, sparkSession());
            M model = TuningFormat.load(
                    type, uid -> constructor.make(uid, tuned(folder, sparkSession())), folder, sparkSession());
            TrialsFormat.requireCandidates(
                    folder,
                    ((FocalTunedModel<?>) model).tuned().trials(),
                    model.getEstimatorParamMaps().length,
                    model instanceof FoldParams folds ? folds.getNumFolds() : 1);
            return model;
        }
    }

    private static <S extends TuningParams> S load(
            Class<S> type, Function<String, S> constructor, ModelFolder folder, SparkSession spark) {
        refuseLocal(type, "loading from");
        ModelMetadata metadata = SavedStage.metadata(folder, type);
        SavedStage.requireLoadableInside(folder);
        S stage = SavedStage.withParams(folder, metadata, constructor.apply(metadata.uid()));
        CrossValidator validator = SavedStage.load(folder, VALIDATOR, CrossValidator.class, spark);
        return folder.read(VALIDATOR, path -> {
            stage.set(stage.estimator(), validator.getEstimator());
            stage.set(stage.evaluator(), validator.getEvaluator());
            stage.set(stage.estimatorParamMaps(), validator.getEstimatorParamMaps());
            requireAsSaved(folder, validator);
            return stage;
        });
    }

    /**
     * Compares the loaded params with the saved ones: Spark's readers let large numbers overflow and drop fractions.
     */
    private static void requireAsSaved(ModelFolder folder, CrossValidator validator) {
        ModelFolder saved = folder.inner(VALIDATOR);
        saved.metadata().requireSame(validator);
        saved.inner("estimator").metadata().requireSame(validator.getEstimator());
        saved.inner("evaluator").metadata().requireSame(validator.getEvaluator());
    }

    private static Tuned tuned(ModelFolder folder, SparkSession spark) {
        TrialsFormat.Saved saved = TrialsFormat.read(folder, spark);
        Model<?> bestModel = SavedStage.load(folder, BEST_MODEL, Model.class, spark);
        @Nullable
        Model<?>[][] subModels = new Model<?>[saved.numFolds()][saved.trials().numCandidates()];
        for (int fold = 0; fold < subModels.length; fold++) {
            for (int c = 0; c < subModels[fold].length; c++) {
                String part = SUB_MODELS + "/fold" + fold + "/" + c;
                subModels[fold][c] = saved.isKept(c, fold) ? SavedStage.load(folder, part, Model.class, spark) : null;
            }
        }
        return new Tuned(bestModel, saved.trials(), saved.numFolds() > 0 ? subModels : null);
    }

    /** Throws Spark's message: its own tuning models do not support it either. */
    private static void refuseLocal(Class<?> type, String what) {
        if (LocalSaving.isOn()) {
            throw new UnsupportedOperationException(
                    type.getSimpleName() + " does not support " + what + " local filesystem path.");
        }
    }

    private static MLWritable writable(Model<?> model) {
        if (model instanceof MLWritable writable) {
            return writable;
        }
        throw new UnsupportedOperationException(String.format(
                "The model cannot be saved because it contains a %s, which does not implement MLWritable.",
                model.getClass().getName()));
    }

    /** Returns a copy without estimator, evaluator and grid, which are not plain values. */
    private static TuningParams plain(TuningParams stage) {
        TuningParams copy = (TuningParams) stage.copy(ParamMap.empty());
        copy.clear(copy.estimator());
        copy.clear(copy.evaluator());
        copy.clear(copy.estimatorParamMaps());
        return copy;
    }
}
