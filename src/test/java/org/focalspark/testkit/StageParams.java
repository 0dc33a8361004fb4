package org.focalspark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import scala.Option;

/** The params of any stage, by name. */
public final class StageParams {
    private static final Pattern CHOICES = Pattern.compile("must be one of (.*), but was");

    private StageParams() {}

    /** Names, in the stage's own order. */
    public static List<String> names(Params stage) {
        return Arrays.stream(stage.params()).map(Param::name).toList();
    }

    /** Values as a ParamMap for a stage. */
    public static ParamMap map(Params stage, Map<String, ?> values) {
        ParamMap map = ParamMap.empty();
        values.forEach((name, value) -> map.put(stage.getParam(name), value));
        return map;
    }

    /**
     * For every param of a stage, a value that its rule accepts and that is not its default, so that a new param needs
     * no line in the tests of stages.
     *
     * @param given values of the params whose type has no candidates, such as matrices
     */
    public static Map<String, Object> otherValues(Params stage, Map<String, ?> given) {
        Map<String, Object> values = new TreeMap<>(given);
        for (Param<?> param : stage.params()) {
            values.computeIfAbsent(param.name(), name -> otherValue(stage, param));
        }
        return values;
    }

    private static <T> Object otherValue(Params stage, Param<T> param) {
        return candidates(param)
                .filter(value -> accepts(param, value))
                .filter(value -> !stage.hasDefault(param)
                        || !stage.getDefault(param).get().equals(value))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No candidate is a value of param " + param.name() + "."));
    }

    private static Stream<Object> candidates(Param<?> param) {
        if (param instanceof BooleanParam) {
            return Stream.of(true, false);
        }
        if (param instanceof IntParam) {
            return Stream.of(7, 3);
        }
        if (param instanceof DoubleParam) {
            return Stream.of(0.25, 3.0, -0.5);
        }
        if (param instanceof DoubleArrayParam) {
            return Stream.of(new double[] {0.25, 0.75}, new double[] {3.0, 2.0});
        }
        return Stream.concat(Stream.of("my" + capitalized(param.name())), choices(param));
    }

    /** The texts that the message of a param's rule lists; none if any text is valid. */
    private static Stream<String> choices(Param<?> param) {
        try {
            isValid(param, "");
            return Stream.of();
        } catch (IllegalArgumentException e) {
            Matcher list = CHOICES.matcher(e.getMessage());
            return list.find() ? Stream.of(list.group(1).split(", ", -1)) : Stream.of();
        }
    }

    private static boolean accepts(Param<?> param, Object value) {
        try {
            return isValid(param, value);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Spark's rules return false; ours throw an exception that states the rule. */
    @SuppressWarnings("unchecked") // rules check the type
    private static <T> boolean isValid(Param<T> param, Object value) {
        return (Boolean) param.isValid().apply((T) value);
    }

    /** Calls the setter of a param and returns what it returns. */
    public static Object set(Params stage, String name, Object value) throws ReflectiveOperationException {
        Method setter = Arrays.stream(stage.getClass().getMethods())
                .filter(method -> method.getName().equals("set" + capitalized(name)) && !method.isBridge())
                .findFirst()
                .orElseThrow(() -> new NoSuchMethodException("set" + capitalized(name)));
        return setter.invoke(stage, value);
    }

    /** Calls the getter of a param. */
    public static Object get(Params stage, String name) throws ReflectiveOperationException {
        return stage.getClass().getMethod("get" + capitalized(name)).invoke(stage);
    }

    /** Fails unless class, uid and, of every param, the value set and the default are the same. */
    public static void assertSameStage(Params actual, Params expected) {
        assertThat(actual).hasSameClassAs(expected);
        assertThat(actual.uid()).isEqualTo(expected.uid());
        assertThat(values(actual)).isEqualTo(values(expected));
        assertThat(actual.params())
                .allSatisfy(param -> assertThat(param.parent()).as(param.name()).isEqualTo(expected.uid()));
    }

    private static Map<String, String> values(Params stage) {
        Map<String, String> values = new TreeMap<>();
        for (Param<?> param : stage.params()) {
            values.put(param.name(), describe(stage, param));
        }
        return values;
    }

    private static <T> String describe(Params stage, Param<T> param) {
        Option<T> set = stage.get(param);
        Option<T> standard = stage.getDefault(param);
        return (set.isDefined() ? "set to " + param.jsonEncode(set.get()) : "not set")
                + (standard.isDefined() ? ", default " + param.jsonEncode(standard.get()) : ", no default");
    }

    private static String capitalized(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
