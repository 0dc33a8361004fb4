package org.focalspark.training;

import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.focalspark.loss.ClassWeights;
import org.focalspark.loss.LabelSums;
import org.focalspark.loss.MarginLoss;
import org.focalspark.training.input.InputColumns;
import org.focalspark.training.job.Execution;
import org.focalspark.training.solver.SolverKind;

/**
 * Settings of a fit, without the data, as plain values.
 *
 * @param uid uid of the estimator, for logs, names in Spark's UI and job tags
 * @param columns columns to read
 * @param declaredClasses number of classes that the label column declares, 0 if none
 * @param losses factory of the loss, called when the number of classes is known
 * @param classWeights weights of the classes; empty if they are computed from the data
 * @param model linear model to fit
 * @param solving how the objective is minimized, and when the solver stops
 * @param execution block size and aggregation depth
 */
public record TrainingSpec(
        String uid,
        InputColumns columns,
        int declaredClasses,
        LossChoice losses,
        Optional<ClassWeights> classWeights,
        LinearModel model,
        Solving solving,
        Execution execution) {

    /** Returns the same settings with another initial model. */
    TrainingSpec startingFrom(InitialModel start) {
        LinearModel from = new LinearModel(model.fitIntercept(), model.penalty(), model.bounds(), Optional.of(start));
        return new TrainingSpec(uid, columns, declaredClasses, losses, classWeights, from, solving, execution);
    }

    /** Factory of the loss. */
    @FunctionalInterface
    public interface LossChoice {
        /**
         * Creates the loss of a fit.
         *
         * @param sums weight of each class, at least two, or of each label
         * @return loss with its class weights
         * @throws IllegalArgumentException if the params do not allow that many classes
         */
        MarginLoss of(LabelSums sums);
    }

    /**
     * Linear model to fit.
     *
     * @param fitIntercept whether there is an intercept
     * @param penalty elastic-net penalty
     * @param bounds bounds of coefficients and intercepts
     * @param initial initial model of the solver, ignored if its shape is wrong; without it the solver starts at the
     *     best constant model
     */
    public record LinearModel(
            boolean fitIntercept, Penalty penalty, CoefficientBounds bounds, Optional<InitialModel> initial) {}

    /**
     * The elastic net.
     *
     * @param regParam strength, &gt;= 0
     * @param elasticNetParam share of the L1 penalty, in [0, 1]
     * @param standardization whether the coefficients of the standardized features are penalized
     */
    public record Penalty(double regParam, double elasticNetParam, boolean standardization) {
        double l1() {
            return regParam * elasticNetParam;
        }

        double l2() {
            return regParam * (1.0 - elasticNetParam);
        }
    }

    /**
     * A model to start from.
     *
     * @param coefficients coefficients on the original scale
     * @param intercepts intercept of each row of the matrix
     * @param fitIntercept whether the model has intercepts
     */
    public record InitialModel(Matrix coefficients, Vector intercepts, boolean fitIntercept) implements Serializable {}

    /**
     * How the objective is minimized, and when the solver stops.
     *
     * @param solver method
     * @param maxIter largest number of iterations, &gt;= 0
     * @param tol relative convergence tolerance, &gt;= 0
     */
    public record Solving(SolverKind solver, int maxIter, double tol) {}
}
