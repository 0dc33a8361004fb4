package org.focalspark.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LevelIndexTest {
    private static LevelIndex index(String... levels) {
        return new LevelIndex(levels, new String[0]);
    }

    @Test
    void equalTextsComeFirst() {
        LevelIndex index = index("03", "3", "003");

        assertThat(index.of("3")).isEqualTo(1);
        assertThat(index.of("03")).isZero();
        assertThat(index.of("0003")).isEqualTo(LevelIndex.UNSEEN); // any of the three
    }

    @Test
    void theOnlyLevelOfANumberIsFoundByIt() {
        LevelIndex index = index("03", "3.5", "true", "A");

        assertThat(index.of("3")).isZero();
        assertThat(index.of("3.50")).isEqualTo(1);
        assertThat(index.of("TRUE")).isEqualTo(2);
        assertThat(index.of("a")).isEqualTo(LevelIndex.UNSEEN);
        assertThat(index.of("4")).isEqualTo(LevelIndex.UNSEEN);
    }

    /** 17 digits and more: both texts are the same double. */
    @Test
    void anIdentifierIsNotItsNeighbor() {
        LevelIndex index = index("9007199254740992", "123456789012345678");

        assertThat(index.of("9007199254740993")).isEqualTo(LevelIndex.UNSEEN);
        assertThat(index.of("123456789012345680")).isEqualTo(LevelIndex.UNSEEN);
        assertThat(index.of("0123456789012345678.0")).isEqualTo(1);
    }

    @Test
    void numbersOfAnyExponentAreLevels() {
        LevelIndex index = index("1e2", "1e-99999999999", "1e999999999");

        assertThat(index.of("100")).isZero();
        assertThat(index.of("1E+02")).isZero();
        assertThat(index.of("2e-99999999999")).isEqualTo(1); // 0 for double
        assertThat(index.of("Infinity")).isEqualTo(2);
        assertThat(index.of("-0.0")).isEqualTo(1);
    }

    @Test
    void rareLevelsShareTheLastFeature() {
        LevelIndex index = new LevelIndex(new String[] {"a", "b"}, new String[] {"c", "d"});

        assertThat(index.numFeatures()).isEqualTo(3);
        assertThat(index.of("c")).isEqualTo(2);
        assertThat(index.of("d")).isEqualTo(2);
        assertThat(index.of("e")).isEqualTo(LevelIndex.UNSEEN);
        assertThat(index.featureOfUnseen()).isEqualTo(2);
        assertThat(index("a").featureOfUnseen()).isEqualTo(LevelIndex.UNSEEN);
    }
}
