package org.focalspark.loss;

import java.util.function.ToDoubleFunction;

/**
 * Arithmetic and terms in which a loss states log(-L'(z)) for another engine, such as ONNX. A number is one per column of
 * a model, and the losses of all columns are of one class.
 *
 * <p>Notation as in {@link PointwiseLoss}; s = -log p.
 *
 * @param <V> representation of such numbers
 */
public interface SlopeTerms<V> {

    /**
     * Returns a property of the loss of each column.
     *
     * @param property property of a loss
     * @return constants
     */
    V each(ToDoubleFunction<? super PointwiseLoss> property);

    /**
     * Adds.
     *
     * @param left summand
     * @param right summand
     * @return left + right
     */
    V plus(V left, V right);

    /**
     * Subtracts.
     *
     * @param left number
     * @param right number to subtract
     * @return left - right
     */
    V minus(V left, V right);

    /**
     * Multiplies.
     *
     * @param left factor
     * @param right factor
     * @return left times right
     */
    V times(V left, V right);

    /**
     * Divides.
     *
     * @param dividend dividend
     * @param divisor divisor
     * @return dividend / divisor
     */
    V over(V dividend, V divisor);

    /**
     * Returns a natural logarithm.
     *
     * @param value number, &gt; 0
     * @return log(value)
     */
    V log(V value);

    /**
     * Returns p.
     *
     * @return sigmoid(z)
     */
    V p();

    /**
     * Returns q.
     *
     * @return 1 - p, without cancellation
     */
    V q();

    /**
     * Returns the ratio p s / q.
     *
     * @return between 0 and 1
     */
    V ratio();

    /**
     * Returns (gamma + 1) log q.
     *
     * @return at most 0
     */
    V logOfPower();

    /**
     * Returns log(-L'(z)) of the focal loss with the gamma of each column.
     *
     * @return logarithm of the slope
     */
    V focal();
}
