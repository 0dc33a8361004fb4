package org.focalspark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import scala.Option;

/** The params of any stage, by name. */
public final class StageParams {
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
