package org.focalspark.param;

/**
 * Setters of the scoring params. They may be set before the fit or on the fitted model.
 *
 * @param <S> type of the stage, which every setter returns
 * @since 0.1.0
 */
@SuppressWarnings("unchecked") // S is the class that implements this
public interface FocalScoringSetters<S extends FocalScoringSetters<S>> extends FocalTrainingParams {

    /**
     * Sets the calibration of margins to probabilities.
     *
     * @param value auto, none, focal or posterior, default auto; see {@link #calibration()}
     * @return this
     */
    default S setCalibration(String value) {
        return (S) set(calibration(), value);
    }

    /**
     * Sets the base rates of the scored population, if they differ from those of the training set.
     *
     * @param value one per class, each in [0, 1], with sum 1, or one per label, each in [0, 1]; unset by default; see
     *     {@link #targetPrior()}
     * @return this
     */
    default S setTargetPrior(double[] value) {
        return (S) set(targetPrior(), value);
    }

    /**
     * Sets the handling of null vectors.
     *
     * @param value error or keep, default error; see {@link #handleInvalid()}
     * @return this
     */
    default S setHandleInvalid(String value) {
        return (S) set(handleInvalid(), value);
    }
}
