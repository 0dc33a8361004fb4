package org.focalspark.loss;

import java.util.Arrays;
import java.util.Optional;

/** Family of a loss: the number of margins per row and their meaning. */
public enum Family {
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

    /**
     * Returns the value of param family, which saved models store too.
     *
     * @return lower-case name, such as {@code ovr}
     */
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

    /**
     * Finds a family by its text, ignoring case.
     *
     * @param text value of param family
     * @return family; empty for {@code auto} and any unknown text
     */
    public static Optional<Family> of(String text) {
        return Arrays.stream(values())
                .filter(family -> family.text.equalsIgnoreCase(text))
                .findFirst();
    }

    @Override
    public String toString() {
        return text;
    }
}
