package org.focalspark.param;

import org.focalspark.loss.Choice;

/** Values of param classWeightMode. */
public enum ClassWeightMode implements Choice {
    /** Class weights are given by alpha or classWeights. */
    NONE("none"),
    /** Weights are inverse to the weight sum of the class. */
    BALANCED("balanced"),
    /** Weights are inverse to the effective number of rows of the class. */
    EFFECTIVE_NUMBER("effectiveNumber");

    private final String text;

    ClassWeightMode(String text) {
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
