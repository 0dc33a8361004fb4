package org.focalspark.tuning;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.focalspark.evaluation.CalibrationEvaluator;
import org.focalspark.evaluation.FocalLossEvaluator;

/** The columns that fits and metrics of candidates read. */
final class ReadColumns {
    private static final String COLUMN = "Col";

    private ReadColumns() {}

    /**
     * Returns a predicate for the columns that the evaluator and the estimators read.
     *
     * @param evaluator evaluator of any class; an evaluator of unknown class may read any column
     * @param estimators estimators of this library
     * @return predicate of column names; true for a struct if one of its fields is read, since Spark 4 accepts names of
     *     fields
     */
    static Predicate<String> of(Evaluator evaluator, List<Params> estimators) {
        if (!namesItsColumns(evaluator)) {
            return any -> true;
        }
        Set<String> read = new HashSet<>(columns(evaluator));
        estimators.forEach(estimator -> read.addAll(columns(estimator)));
        return column -> read.contains(column) || read.stream().anyMatch(name -> name.startsWith(column + "."));
    }

    /** Compares the package exactly: a user's subclass of a Spark evaluator may read other columns. */
    private static boolean namesItsColumns(Evaluator evaluator) {
        return evaluator instanceof FocalLossEvaluator
                || evaluator instanceof CalibrationEvaluator
                || evaluator.getClass().getPackageName().equals(Evaluator.class.getPackageName());
    }

    private static Set<String> columns(Params stage) {
        Set<String> columns = new HashSet<>();
        for (Param<?> param : stage.params()) {
            if (param.name().endsWith(COLUMN) && stage.isDefined(param)) {
                columns.add(String.valueOf(stage.getOrDefault(param)));
            }
        }
        return columns;
    }
}
