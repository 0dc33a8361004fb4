package org.focalspark.param;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.focalspark.loss.Choice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParamRuleTest {
    private static final ParamRule<String> RULE = ParamRule.oneOf("classWeightMode", ClassWeightMode.class);

    @ParameterizedTest
    @CsvSource({"none, NONE", "BALANCED, BALANCED", "EffectiveNumber, EFFECTIVE_NUMBER"})
    void choicesAreTakenInAnyCase(String text, ClassWeightMode expected) {
        assertThat(RULE.apply(text)).isEqualTo(true);
        assertThat(Choice.of(ClassWeightMode.class, text)).isEqualTo(expected);
    }

    @Test
    void aTextNextToAChoiceIsAskedFor() {
        assertThatThrownBy(() -> RULE.apply("balance"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "classWeightMode must be one of none, balanced, effectiveNumber, but was balance. Did you mean"
                                + " 'balanced'?");
    }

    @Test
    void aTextFarFromAllChoicesIsNot() {
        assertThatThrownBy(() -> RULE.apply("inverse frequency"))
                .hasMessage(
                        "classWeightMode must be one of none, balanced, effectiveNumber, but was inverse frequency.");
    }
}
