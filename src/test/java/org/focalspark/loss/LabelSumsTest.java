package org.focalspark.loss;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LabelSumsTest {
    @Test
    void classesThatWeighLittleBesideOthersKeepTheirSums() {
        LabelSums sums = LabelSums.ofClasses(1e20, 1.0, 2.0);

        assertThat(sums.negative()).containsExactly(3.0, 1e20, 1e20);
        assertThat(sums.negative(0)).isEqualTo(3.0);
        assertThat(sums.total()).isEqualTo(1e20);
        assertThat(sums.multilabel()).isFalse();
    }

    @Test
    void moreClassesHaveNoWeight() {
        LabelSums one = LabelSums.ofClasses(4.0);

        assertThat(one.withClasses(1)).isSameAs(one);
        assertThat(one.withClasses(3).positive()).containsExactly(4.0, 0.0, 0.0);
        assertThat(one.withClasses(3).negative()).containsExactly(0.0, 4.0, 4.0);
    }

    @Test
    void baseRatesOfClassesAreSharesOfAllRows() {
        assertThat(LabelSums.ofClasses(3.0, 1.0).priors()).containsExactly(0.75, 0.25);
    }

    /** A label may be unknown in some rows. */
    @Test
    void baseRatesOfLabelsAreSharesOfTheRowsWhereTheLabelIsKnown() {
        LabelSums sums = new LabelSums(new double[] {1.0, 2.0}, new double[] {3.0, 0.0}, 5.0, true);
        assertThat(sums.priors()).containsExactly(0.25, 1.0);
    }
}
