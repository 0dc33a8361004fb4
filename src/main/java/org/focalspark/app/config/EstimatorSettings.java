package org.focalspark.app.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.focalspark.classification.FocalLogisticRegression;

/** Configured params of the estimator by name. The estimator checks their values. */
public final class EstimatorSettings {
    private static final String BOTH_THRESHOLDS = "estimator.threshold and estimator.thresholds must not both be set.";

    private final Map<String, Object> values;

    private EstimatorSettings(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * Reads the settings.
     *
     * @throws InvalidJobException if a name is not a param, if the job sets the param, or if the estimator rejects the
     *     value
     */
    static EstimatorSettings of(ConfigSection section) {
        FocalLogisticRegression trial = new FocalLogisticRegression("the estimator's");
        Set<String> known = new TreeSet<>();
        Arrays.stream(trial.params()).map(Param::name).forEach(known::add);
        Set<String> ours = Set.of(trial.labelCol().name(), trial.featuresCol().name());
        known.removeAll(ours);
        // Bounds are matrices and vectors, which a configuration cannot express.
        Arrays.stream(trial.params())
                .map(Param::name)
                .filter(name -> name.contains("BoundsOn"))
                .forEach(known::remove);
        Map<String, Object> values = new LinkedHashMap<>();
        for (String name : section.keys()) {
            if (ours.contains(name)) {
                throw new InvalidJobException(String.format(
                        "%s%s is set by the job itself; name columns in label.column and features.",
                        section.name(name), section.place(name)));
            }
            if (!known.contains(name)) {
                throw section.unknown(name, "param", known);
            }
            values.put(name, accepted(trial, section, name));
        }
        if (values.containsKey("threshold") && values.containsKey("thresholds")) {
            throw new InvalidJobException(BOTH_THRESHOLDS);
        }
        return new EstimatorSettings(values);
    }

    private static Object accepted(FocalLogisticRegression trial, ConfigSection section, String name) {
        Param<Object> param = trial.getParam(name);
        Object value = converted(section, param);
        try {
            trial.set(param, value);
        } catch (IllegalArgumentException e) {
            throw new InvalidJobException(
                    "estimator." + name + section.place(name) + " is refused: " + e.getMessage(), e);
        }
        return value;
    }

    private static Object converted(ConfigSection section, Param<?> param) {
        String name = param.name();
        if (param instanceof DoubleParam) {
            return section.number(name);
        }
        if (param instanceof IntParam) {
            return section.wholeNumber(name);
        }
        if (param instanceof BooleanParam) {
            return section.flag(name);
        }
        if (param instanceof DoubleArrayParam) {
            return section.numbers(name);
        }
        return section.string(name);
    }

    /**
     * Creates an estimator with these settings.
     *
     * @param uid uid of the estimator, which logs show
     * @return a new estimator
     */
    public FocalLogisticRegression estimator(String uid) {
        FocalLogisticRegression estimator = new FocalLogisticRegression(uid);
        values.forEach((name, value) -> estimator.set(estimator.getParam(name), value));
        return estimator;
    }

    /**
     * Returns whether the configuration sets a param of class weights, even to none.
     *
     * @return whether a param of class weights is set
     */
    public boolean setsClassWeights() {
        return Stream.of("alpha", "alphas", "classWeights", "classWeightMode").anyMatch(values::containsKey);
    }

    /**
     * Returns the column of instance weights.
     *
     * @return its name, if one is set
     */
    public Optional<String> weightCol() {
        return Optional.ofNullable(values.get("weightCol")).map(String.class::cast);
    }
}
