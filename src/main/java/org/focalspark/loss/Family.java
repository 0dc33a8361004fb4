package org.focalspark.loss;

/** Family of a loss: the number of margins per row and their meaning. */
public enum Family implements Choice {
    /** One margin, the log-odds of class 1. */
    BINOMIAL("binomial"),
    /** One margin per class; their softmax gives the probabilities. */
    MULTINOMIAL("multinomial"),
    /** One margin per class, each class against all others. */
    OVR("ovr"),
    /** One margin per label; labels are independent of each other. */
    MULTILABEL("multilabel");

    private final String text;

    Family(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }

    /**
     * Returns whether each margin has its own binary loss.
     *
     * @return true for {@link #OVR} and {@link #MULTILABEL}
     */
    public boolean hasColumns() {
        return this == OVR || this == MULTILABEL;
    }

    @Override
    public String toString() {
        return text;
    }
}
