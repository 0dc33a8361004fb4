package org.focalspark.loss;

import java.util.Arrays;
import java.util.Optional;

/** Shape of a loss: how many margins a row has, and what they mean. */
public enum Family {
    /** One margin, the log-odds of class 1. */
    BINOMIAL("binomial"),
    /** One margin per class and their softmax. */
    MULTINOMIAL("multinomial"),
    /** One margin per class, each class against all others. */
    OVR("ovr"),
    /** One margin per label, each label by itself. */
    MULTILABEL("multilabel");

    private final String text;

    Family(String text) {
        this.text = text;
    }

    /** The value of param family, and the text in saved models. */
    public String text() {
        return text;
    }

    /** Whether each margin has a binary loss of its own. */
    public boolean hasColumns() {
        return this == OVR || this == MULTILABEL;
    }

    /** Finds the family of a text, ignoring case. */
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
