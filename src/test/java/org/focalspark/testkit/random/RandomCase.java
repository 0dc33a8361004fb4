package org.focalspark.testkit.random;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * A table and the params of a fit of it, all drawn from a seed.
 *
 * @param seed what everything follows from
 * @param table rows
 * @param params values by the name of the param; {@code initialModel} means that the fit starts from a model
 * @param asSpark whether gamma is 0 and Spark's LogisticRegression has all the params
 */
record RandomCase(long seed, RandomTable table, Map<String, Object> params, boolean asSpark) {
    static final String INITIAL_MODEL = "initialModel";

    static RandomCase of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean multilabel = random.nextInt(5) == 0;
        boolean asSpark = !multilabel && random.nextInt(3) == 0;
        RandomTable table = TableDraw.draw(random, multilabel);
        return new RandomCase(seed, table, ParamDraw.draw(random, table, asSpark), asSpark);
    }

    boolean isSet(String param) {
        return params.containsKey(param);
    }

    double number(String param, double otherwise) {
        return params.get(param) instanceof Number value ? value.doubleValue() : otherwise;
    }

    boolean flag(String param, boolean otherwise) {
        return params.get(param) instanceof Boolean value ? value : otherwise;
    }

    String text(String param, String otherwise) {
        return params.get(param) instanceof String value ? value : otherwise;
    }

    /** The largest focusing parameter that is set, or the default. */
    double largestGamma() {
        double[] each = params.get("gammas") instanceof double[] gammas ? gammas : new double[0];
        return DoubleStream.concat(
                        Arrays.stream(each),
                        DoubleStream.of(
                                number("gamma", 2.0), number("gammaPositive", 0.0), number("gammaNegative", 0.0)))
                .max()
                .orElseThrow();
    }

    /** Whether any two fits that have converged have found the same minimum. */
    boolean isConvex() {
        return asSpark || (text("loss", "focal").equals("convexFocal") && !flag("normalized", false));
    }

    @Override
    public String toString() {
        String values = params.entrySet().stream()
                .map(entry -> entry.getKey() + " = " + shown(entry.getValue()))
                .collect(Collectors.joining(", "));
        return String.format(
                "-Drandom.seed=%d: %s, %s%n  %s", seed, table.multilabel() ? "labels" : "classes", values, table);
    }

    private static String shown(Object value) {
        return value instanceof double[] numbers ? Arrays.toString(numbers) : value.toString();
    }
}
