package org.focalspark.loss;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClassWeightsTest {

    @Test
    void equalWeightsAreOneForEveryClass() {
        ClassWeights equal = ClassWeights.equal();
        assertThat(equal.of(0)).isEqualTo(1.0);
        assertThat(equal.of(77)).isEqualTo(1.0);
        assertThat(equal.toArray(3)).containsExactly(1, 1, 1);
        assertThat(equal.applyTo(new double[] {2, 3})).containsExactly(2, 3);
    }

    @Test
    void weightsBelongToTheirClasses() {
        ClassWeights weights = ClassWeights.of(0.25, 0.75);
        assertThat(weights.of(0)).isEqualTo(0.25);
        assertThat(weights.of(1)).isEqualTo(0.75);
        assertThat(weights.applyTo(new double[] {8, 4})).containsExactly(2, 3);
    }

    /** Such labels are refused elsewhere; until then they must not break the scan that finds them. */
    @Test
    void labelsBeyondTheWeightsWeighOne() {
        assertThat(ClassWeights.of(0.25, 0.75).of(2)).isEqualTo(1.0);
        assertThat(ClassWeights.of(0.25, 0.75).of(-1)).isEqualTo(1.0);
    }
}
