package org.focalspark.param;

/** Values of param calibration. */
public enum CalibrationChoice implements Choice {
    /** FOCAL if the loss has a way back from margin to probability, else NONE. */
    AUTO("auto"),
    /** The bare sigmoid or softmax of the margin. */
    NONE("none"),
    /** Undoes gamma and label smoothing, keeps the class weights. */
    FOCAL("focal"),
    /** Undoes gamma, label smoothing and class weights. */
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
