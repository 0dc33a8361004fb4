package org.focalspark.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.focalspark.classification.FocalLogisticRegression;
import org.junit.jupiter.api.Test;

class FocusingTest {

    private static Focusing of(FocalLogisticRegression estimator) {
        return Focusing.of(estimator);
    }

    @Test
    void isGammaUnlessSomethingOverridesIt() {
        Focusing focusing = of(new FocalLogisticRegression().setGamma(1.5));

        assertThat(focusing.shown()).isEqualTo("1.5");
        assertThat(focusing.json()).isEqualTo(1.5);
    }

    @Test
    void aSideOverridesGammaOnThatSide() {
        Focusing focusing = of(new FocalLogisticRegression().setGamma(1.5).setGammaNegative(4.0));

        assertThat(focusing.shown()).isEqualTo("4.0 / 1.5");
        assertThat(focusing.json()).isEqualTo(Map.of("negative", 4.0, "positive", 1.5));
    }

    @Test
    void gammasOverrideGammaByClass() {
        Focusing focusing = of(new FocalLogisticRegression().setGamma(1.5).setGammas(new double[] {0.0, 1.0, 2.0}));

        assertThat(focusing.shown()).isEqualTo("0.0, 1.0, 2.0");
        assertThat(focusing.json()).isEqualTo(List.of(0.0, 1.0, 2.0));
    }

    @Test
    void aSideOverridesGammasToo() {
        Focusing focusing = of(
                new FocalLogisticRegression().setGammas(new double[] {0.0, 1.0}).setGammaNegative(4.0));

        assertThat(focusing.shown()).isEqualTo("4.0 / 0.0, 1.0");
        assertThat(focusing.json()).isEqualTo(Map.of("negative", 4.0, "positive", List.of(0.0, 1.0)));
    }

    @Test
    void equalGammasAreOne() {
        Focusing focusing = of(new FocalLogisticRegression()
                .setGammas(new double[] {3.0, 3.0, 3.0})
                .setGammaPositive(3.0));

        assertThat(focusing.shown()).isEqualTo("3.0");
        assertThat(focusing.json()).isEqualTo(3.0);
    }
}
