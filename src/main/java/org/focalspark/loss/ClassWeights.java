package org.focalspark.loss;

import java.io.Serializable;
import java.util.Arrays;

/** Weight a of the rows of each class; only the ratios matter. Immutable and thread-safe. */
public final class ClassWeights implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] weights;

    private ClassWeights(double[] weights) {
        this.weights = weights;
    }

    /**
     * The same weight for all classes.
     *
     * @return weights of 1
     */
    public static ClassWeights equal() {
        return new ClassWeights(new double[0]);
    }

    /**
     * Weights of given classes.
     *
     * @param weights weight of each class, finite and &gt;= 0
     * @return these weights
     */
    public static ClassWeights of(double... weights) {
        return new ClassWeights(weights.clone());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClassWeights given && Arrays.equals(weights, given.weights);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(weights);
    }

    /**
     * Weight of a class.
     *
     * @param label class index; an index outside the given weights has weight 1
     * @return weight a, &gt;= 0
     */
    public double of(int label) {
        return label >= 0 && label < weights.length ? weights[label] : 1.0;
    }

    /**
     * Weights of the first classes.
     *
     * @param numClasses number of classes
     * @return length numClasses
     */
    public double[] toArray(int numClasses) {
        double[] array = new double[numClasses];
        for (int k = 0; k < numClasses; k++) {
            array[k] = of(k);
        }
        return array;
    }

    /**
     * Class weights applied to the weight sums of the classes.
     *
     * @param weightSums sum of the instance weights of each class
     * @return sum of w a of each class
     */
    public double[] applyTo(double[] weightSums) {
        double[] applied = new double[weightSums.length];
        for (int k = 0; k < applied.length; k++) {
            applied[k] = of(k) * weightSums[k];
        }
        return applied;
    }
}
