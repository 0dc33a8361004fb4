package org.focalspark.param;

import org.focalspark.loss.Choice;

/** Values of param calibration. */
public enum CalibrationChoice implements Choice {
    /** FOCAL if the loss has a map from margin to posterior, else NONE. */
    AUTO("auto"),
    /** The plain sigmoid or softmax of the margins. */
    NONE("none"),
    /** Corrects for gamma and label smoothing, but not for class weights. */
    FOCAL("focal"),
    /** Corrects for gamma, label smoothing and class weights. */
    POSTERIOR("posterior");

    private final String text;

    CalibrationChoice(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }
}
