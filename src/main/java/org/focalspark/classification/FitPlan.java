package org.focalspark.classification;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.spark.SparkException;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.focalspark.compat.FitInstrumentation;
import org.focalspark.training.Attempt;
import org.focalspark.training.Training;
import org.focalspark.training.TrainingResult;
import org.focalspark.training.TrainingSpec;
import org.focalspark.training.input.InputColumns;
import org.focalspark.training.job.Execution;
import org.focalspark.training.job.SparkFailure;
import scala.Predef;
import scala.collection.immutable.Seq;

/**
 * Plan of one fit, which can run alone or together with others.
 *
 * <p>Internal: other packages of this library reach the training of an estimator through it.
 *
 * @param <M> type of the model
 * @param spec specification for training
 * @param model creates the model from the result of training
 */
public record FitPlan<M extends Model<M>>(TrainingSpec spec, Function<TrainingResult, M> model) {

    /**
     * Settings that fits must share to use one copy of the data.
     *
     * @param columns columns that the fit reads
     * @param execution settings of the execution, such as block size
     */
    public record Group(InputColumns columns, Execution execution) {}

    /**
     * Creates the plan of an estimator from its current params.
     *
     * @param estimator a FocalLogisticRegression or a FocalMultilabelClassifier
     * @param dataset training set; only its schema and its session are used
     * @param log log of the fit
     * @return plan
     * @throws IllegalArgumentException if a param is invalid; the message names the param
     */
    public static FitPlan<?> of(Estimator<?> estimator, Dataset<?> dataset, FitInstrumentation log) {
        return estimator instanceof FocalLogisticRegression classes
                ? classes.plan(dataset, log)
                : ((FocalMultilabelClassifier) estimator).plan(dataset, log);
    }

    /**
     * Returns the settings that fits must share to use one copy of the data.
     *
     * @return columns and execution settings of this fit
     */
    public Group group() {
        return new Group(spec.columns(), spec.execution());
    }

    /** Runs this fit alone. */
    M fit(Dataset<?> dataset, FitInstrumentation log) {
        TrainingResult result = Training.fit(dataset, spec);
        log.size(result.numFeatures(), result.numRows());
        return model.apply(result);
    }

    /**
     * Fits the candidates of an estimator. Candidates with equal {@link Group groups} are fitted together.
     *
     * <p>Throws the first failure after all candidates have been tried.
     *
     * @param estimator estimator of the candidates
     * @param paramMaps params of each candidate
     * @param plans creates the plan of a candidate; its exceptions are thrown before any fit
     * @return models in the order of the maps
     */
    static <M extends Model<M>> Seq<M> fitAll(
            Estimator<M> estimator,
            Dataset<?> dataset,
            scala.collection.Seq<ParamMap> paramMaps,
            BiFunction<ParamMap, FitInstrumentation, FitPlan<M>> plans) {
        return FitInstrumentation.of(estimator, log -> {
            List<FitPlan<M>> all = new ArrayList<>();
            for (int i = 0; i < paramMaps.size(); i++) {
                all.add(plan(plans, paramMaps, i, log));
            }
            List<Attempt> attempts = attempts(dataset, all);
            for (int i = 0; i < all.size(); i++) {
                requireSuccess(attempts.get(i), paramMaps, i);
            }
            Object[] models = new Object[all.size()];
            Arrays.setAll(
                    models,
                    i -> all.get(i).model().apply(attempts.get(i).result().orElseThrow()));
            return sequence(models);
        });
    }

    private static <M extends Model<M>> FitPlan<M> plan(
            BiFunction<ParamMap, FitInstrumentation, FitPlan<M>> plans,
            scala.collection.Seq<ParamMap> paramMaps,
            int index,
            FitInstrumentation log) {
        try {
            return plans.apply(paramMaps.apply(index), log);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(failed(paramMaps, index, e), e);
        }
    }

    private static <M extends Model<M>> List<Attempt> attempts(Dataset<?> dataset, List<FitPlan<M>> plans) {
        Attempt[] attempts = new Attempt[plans.size()];
        grouped(plans, FitPlan::group).values().forEach(members -> {
            List<TrainingSpec> specs =
                    members.stream().map(member -> plans.get(member).spec()).toList();
            List<Attempt> done = Training.fitAll(dataset, specs, false);
            for (int k = 0; k < members.size(); k++) {
                attempts[members.get(k)] = done.get(k);
            }
        });
        return List.of(attempts);
    }

    /**
     * Groups the indices of a list by a key.
     *
     * @param <T> type of the elements
     * @param <K> type of the key
     * @param list elements
     * @param key computes the key of an element
     * @return ascending indices by key, keys in the order of their first element
     */
    public static <T, K> Map<K, List<Integer>> grouped(List<T> list, Function<T, K> key) {
        Map<K, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < list.size(); i++) {
            groups.computeIfAbsent(key.apply(list.get(i)), any -> new ArrayList<>())
                    .add(i);
        }
        return groups;
    }

    private static void requireSuccess(Attempt attempt, scala.collection.Seq<ParamMap> paramMaps, int index) {
        attempt.failure().ifPresent(failure -> {
            String text = failed(paramMaps, index, failure);
            throw failure instanceof IllegalArgumentException
                    ? new IllegalArgumentException(text, failure)
                    : SparkFailure.asIs(new SparkException(text, failure));
        });
    }

    private static String failed(scala.collection.Seq<ParamMap> paramMaps, int index, Exception failure) {
        return String.format(
                "The fit with param map %d of %d, %s, failed: %s",
                index + 1, paramMaps.size(), paramMaps.apply(index), failure.getMessage());
    }

    /** Avoids converters of Java lists: every converter that Scala 2.12 and 2.13 share is deprecated. */
    @SuppressWarnings("unchecked") // the array contains only models
    private static <M> Seq<M> sequence(Object[] models) {
        return (Seq<M>) Predef.wrapRefArray(models).toList();
    }
}
