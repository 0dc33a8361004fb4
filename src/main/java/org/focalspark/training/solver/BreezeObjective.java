package org.focalspark.training.solver;

import breeze.linalg.DenseVector;
import breeze.linalg.DenseVector$mcD$sp;
import breeze.optimize.DiffFunction;
import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.focalspark.objective.Ranges;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.reflect.ClassTag;

/**
 * Adapter of an objective for Breeze. It scales the objective by a constant and caches the last evaluation, since
 * Breeze evaluates the same point several times.
 *
 * <p>The scale is needed for Breeze's absolute thresholds (gradient norm 1e-8, step 1e-10), which are too large for
 * focal objectives.
 */
final class BreezeObjective {
    private static final MethodType CALCULATE = MethodType.methodType(Tuple2.class, Object.class);

    private final Objective objective;
    private final double scale;
    private double[] lastPoint = {};
    private @Nullable Evaluation lastEvaluation;
    private @Nullable DenseVector<Object> scaledGradient;

    BreezeObjective(Objective objective, double scale) {
        this.objective = objective;
        this.scale = scale;
    }

    /**
     * Returns this objective as a Breeze DiffFunction.
     *
     * <p>Javac rejects a class that implements DiffFunction, since its inherited operators clash in Java's type system.
     * The only abstract method in bytecode is {@code calculate}, so the lambda metafactory can create an instance.
     */
    @SuppressWarnings("unchecked")
    DiffFunction<DenseVector<Object>> toDiffFunction() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CallSite site = LambdaMetafactory.metafactory(
                    lookup,
                    "calculate",
                    MethodType.methodType(DiffFunction.class, BreezeObjective.class),
                    CALCULATE,
                    lookup.findVirtual(BreezeObjective.class, "calculate", CALCULATE),
                    CALCULATE);
            return (DiffFunction<DenseVector<Object>>) site.getTarget().invoke(this);
        } catch (Throwable e) {
            throw new IllegalStateException("This version of Breeze has another DiffFunction.", e);
        }
    }

    /** Returns the unscaled objective at a point, evaluated only if the last evaluation was at another point. */
    Evaluation at(double[] point) {
        Evaluation last = lastEvaluation;
        if (last == null || !isSame(point, lastPoint)) {
            double[] copy = point.clone();
            last = objective.evaluate(copy);
            lastPoint = copy;
            lastEvaluation = last;
            scaledGradient = toVector(scaled(last.gradient()));
        }
        return last;
    }

    /**
     * Compares the points as numbers: OWL-QN may return a coefficient of -0.0 and start its next line search from 0.0.
     */
    private static boolean isSame(double[] point, double[] other) {
        for (int i = 0; i < point.length; i++) {
            if (point[i] != other[i] && !(Double.isNaN(point[i]) && Double.isNaN(other[i]))) {
                return false;
            }
        }
        return true;
    }

    private double[] scaled(double[] gradient) {
        if (scale == 1.0) {
            return gradient;
        }
        double[] scaled = new double[gradient.length];
        Ranges.forEach(scaled.length, (from, to) -> {
            for (int i = from; i < to; i++) {
                scaled[i] = scale * gradient[i];
            }
        });
        return scaled;
    }

    /** Called by Breeze through {@link #toDiffFunction}; Breeze does not change gradients. */
    @SuppressWarnings({"unchecked", "unused"})
    private Tuple2<Object, Object> calculate(Object vector) {
        Evaluation evaluation = at(values((DenseVector<Object>) vector));
        return new Tuple2<>(scale * evaluation.value(), scaledGradient);
    }

    static DenseVector<Object> toVector(double[] values) {
        return new DenseVector$mcD$sp(values);
    }

    /** Returns a copy, since Breeze may change its vector. */
    static double[] toArray(DenseVector<Object> vector) {
        return (double[]) vector.toArray(ClassTag.Double());
    }

    /** Returns the values of a vector, for immediate use. */
    static double[] values(DenseVector<Object> vector) {
        double[] data = (double[]) vector.data();
        return vector.noOffsetOrStride() && data.length == vector.length() ? data : toArray(vector);
    }
}
