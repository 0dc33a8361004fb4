package org.focalspark.param;

/**
 * Setters of the params that say how a model scores. They may be set before the fit, or on the fitted model.
 *
 * @param <S> the stage, which every setter returns
 * @since 0.1.0
 */
@SuppressWarnings("unchecked") // S is the class that implements this
public interface FocalScoringSetters<S extends FocalScoringSetters<S>> extends FocalTrainingParams {

    /**
     * Sets the way from margin to probability.
     *
     * @param value auto, none, focal or posterior, default auto; see {@link #calibration()}
     * @return this
     */
    default S setCalibration(String value) {
        return (S) set(calibration(), value);
    }

    /**
     * Sets the base rates of the population to be scored, where they differ from those of the training data.
     *
     * @param value one per class, each in [0, 1], adding up to 1, or one per label, each in [0, 1]; unset by default; see
     *     {@link #targetPrior()}
     * @return this
     */
    default S setTargetPrior(double[] value) {
        return (S) set(targetPrior(), value);
    }

    /**
     * Sets what is done with null vectors.
     *
     * @param value error or keep, default error; see {@link #handleInvalid()}
     * @return this
     */
    default S setHandleInvalid(String value) {
        return (S) set(handleInvalid(), value);
    }
}
