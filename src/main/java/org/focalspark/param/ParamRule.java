package org.focalspark.param;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;
import org.focalspark.loss.Choice;
import scala.runtime.AbstractFunction1;

/**
 * Validator of a param whose exception states the rule and the received value. Spark's own message lacks the rule.
 *
 * <p>Spark calls it for every new value: from a setter, a ParamMap, a grid or a saved model. It never returns false.
 *
 * @param <T> type of the value in the declaration of Spark's param
 */
public final class ParamRule<T> extends AbstractFunction1<T, Object> implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String text;
    private final Check check;
    /** Valid texts, for suggestions in the message; empty for other types. */
    private final String[] choices;

    private interface Check extends Serializable {
        boolean accepts(Object value);
    }

    /** Serializable predicate of a number. */
    public interface NumberCheck extends DoublePredicate, Serializable {}

    private ParamRule(String text, Check check, String... choices) {
        this.text = text;
        this.check = check;
        this.choices = choices;
    }

    /**
     * Creates the rule of a double param.
     *
     * @param text the rule as the start of a message: "gamma must be &gt;= 0 and finite"
     * @param check predicate that valid values satisfy
     * @return rule
     */
    public static ParamRule<Object> number(String text, NumberCheck check) {
        return new ParamRule<>(text, value -> value instanceof Double number && check.test(number));
    }

    /**
     * Creates the rule of a param whose values are the constants of an enum.
     *
     * @param name name of the param
     * @param <C> enum of the param
     * @param type its class
     * @return rule that ignores case, as Spark's own do
     */
    public static <C extends Enum<C> & Choice> ParamRule<String> oneOf(String name, Class<C> type) {
        return oneOf(name, Choice.texts(type));
    }

    /**
     * Creates the rule of a text param with a fixed set of values. Case is ignored, as in Spark.
     *
     * @param name name of the param
     * @param choices valid values
     * @return rule
     */
    public static ParamRule<String> oneOf(String name, List<String> choices) {
        String[] known = choices.toArray(String[]::new); // Kryo cannot read the lists of List.of
        return new ParamRule<>(
                name + " must be one of " + String.join(", ", choices),
                value -> value instanceof String text && Arrays.stream(known).anyMatch(text::equalsIgnoreCase),
                known);
    }

    /**
     * Creates the rule of an int param with a lower bound.
     *
     * @param name name of the param
     * @param least smallest valid value
     * @return rule
     */
    public static ParamRule<Object> atLeast(String name, int least) {
        return new ParamRule<>(
                name + " must be >= " + least, value -> value instanceof Integer number && number >= least);
    }

    /** Creates the rule of a double param that must be &gt;= 0 and finite. */
    static ParamRule<Object> nonNegative(String name) {
        return number(name + " must be >= 0 and finite", v -> v >= 0.0 && v < Double.POSITIVE_INFINITY);
    }

    /**
     * Creates the rule of a param that is an array of doubles.
     *
     * @param text the rule as the start of a message: "classWeights must be &gt; 0 and finite"
     * @param check predicate that every element satisfies
     * @return rule
     */
    public static ParamRule<double[]> each(String text, NumberCheck check) {
        return new ParamRule<>(
                text,
                value -> value instanceof double[] numbers
                        && Arrays.stream(numbers).allMatch(check));
    }

    @Override
    public Object apply(T value) {
        if (!check.accepts(value)) {
            throw new IllegalArgumentException(text + ", but was "
                    + (value instanceof double[] array ? Arrays.toString(array) : value) + "."
                    + (value instanceof String name ? NearestName.question(name, List.of(choices)) : ""));
        }
        return true;
    }
}
