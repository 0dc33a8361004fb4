package org.focalspark.param;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;
import scala.runtime.AbstractFunction1;

/**
 * Validator of a param that says what is wrong: Spark's own message names neither the rule nor the way out. It is asked
 * on every way in, be it a setter, a ParamMap, a grid or a saved model.
 *
 * @param <T> type of the value, as Spark's param declares it
 */
public final class ParamRule<T> extends AbstractFunction1<T, Object> implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String text;
    private final Check check;

    private interface Check extends Serializable {
        boolean accepts(Object value);
    }

    /** A predicate that may travel with its param. */
    public interface NumberCheck extends DoublePredicate, Serializable {}

    private ParamRule(String text, Check check) {
        this.text = text;
        this.check = check;
    }

    /** Rule of a number: "gamma must be >= 0 and finite". */
    public static ParamRule<Object> number(String text, NumberCheck check) {
        return new ParamRule<>(text, value -> value instanceof Double number && check.test(number));
    }

    /** Rule of a choice, in any case of letters, as Spark takes its own. */
    public static ParamRule<String> oneOf(String name, List<String> choices) {
        String[] known = choices.toArray(String[]::new); // Kryo cannot read the lists of List.of
        return new ParamRule<>(
                name + " must be one of " + String.join(", ", choices),
                value -> value instanceof String text && Arrays.stream(known).anyMatch(text::equalsIgnoreCase));
    }

    /** Rule of a whole number: "maxIter must be >= 0". */
    public static ParamRule<Object> atLeast(String name, int least) {
        return new ParamRule<>(
                name + " must be >= " + least, value -> value instanceof Integer number && number >= least);
    }

    /** Rule of a number that Spark only wants not to be negative. */
    static ParamRule<Object> nonNegative(String name) {
        return number(name + " must be >= 0 and finite", v -> v >= 0.0 && v < Double.POSITIVE_INFINITY);
    }

    /** Rule of every number of an array: "classWeights must be > 0 and finite". */
    public static ParamRule<double[]> each(String text, NumberCheck check) {
        return new ParamRule<>(
                text,
                value -> value instanceof double[] numbers
                        && Arrays.stream(numbers).allMatch(check));
    }

    @Override
    public Object apply(T value) {
        if (!check.accepts(value)) {
            throw new IllegalArgumentException(
                    text + ", but was " + (value instanceof double[] array ? Arrays.toString(array) : value) + ".");
        }
        return true;
    }
}
