package org.focalspark.loss;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** A value of a param with a fixed set of texts. Each such param has an enum that implements this interface. */
public interface Choice {
    /**
     * Returns the value of the param.
     *
     * @return text, unique within the enum even if case is ignored
     */
    String text();

    /**
     * Returns the texts of all constants.
     *
     * @param <C> enum of the param
     * @param type its class
     * @return texts in the order of the constants
     */
    static <C extends Enum<C> & Choice> List<String> texts(Class<C> type) {
        return EnumSet.allOf(type).stream().map(Choice::text).toList();
    }

    /**
     * Finds the constant of a text, ignoring case.
     *
     * @param <C> enum of the param
     * @param type its class
     * @param text value of the param
     * @return constant
     * @throws IllegalArgumentException if there is none
     */
    static <C extends Enum<C> & Choice> C of(Class<C> type, String text) {
        return find(type, text)
                .orElseThrow(() -> new IllegalArgumentException(
                        String.format("'%s' is none of %s.", text, String.join(", ", texts(type)))));
    }

    /**
     * Finds the constant of a text, ignoring case, if there is one.
     *
     * @param <C> enum of the param
     * @param type its class
     * @param text any text
     * @return constant
     */
    static <C extends Enum<C> & Choice> Optional<C> find(Class<C> type, String text) {
        return EnumSet.allOf(type).stream()
                .filter(choice -> choice.text().equalsIgnoreCase(text))
                .findFirst();
    }
}
