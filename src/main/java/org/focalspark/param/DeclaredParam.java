package org.focalspark.param;

import java.util.function.Supplier;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.focalspark.compat.HeldParams;
import org.focalspark.compat.TypedParams;

/**
 * Creates params from declarations in their accessors. The first call, at the end of a stage's constructor, creates the
 * param with its one-line doc, rule and default. Later calls return it. A rule is created only once, since accessors are called
 * often.
 */
final class DeclaredParam {
    private DeclaredParam() {}

    static DoubleParam number(HeldParams stage, String name, String doc, Supplier<ParamRule<Object>> rule) {
        return stage.sharedParams().get(name, () -> new DoubleParam(stage, name, doc, rule.get()));
    }

    static DoubleParam number(
            HeldParams stage, String name, String doc, Supplier<ParamRule<Object>> rule, double standard) {
        return stage.sharedParams()
                .get(name, () -> withDefault(stage, new DoubleParam(stage, name, doc, rule.get()), standard));
    }

    static DoubleArrayParam numbers(HeldParams stage, String name, String doc, Supplier<ParamRule<double[]>> rule) {
        return stage.sharedParams().get(name, () -> new DoubleArrayParam(stage, name, doc, rule.get()));
    }

    static BooleanParam flag(HeldParams stage, String name, String doc, boolean standard) {
        return stage.sharedParams().get(name, () -> withDefault(stage, new BooleanParam(stage, name, doc), standard));
    }

    static Param<String> text(HeldParams stage, String name, String doc) {
        return stage.sharedParams().get(name, () -> TypedParams.text(stage, name, doc));
    }

    static Param<String> text(HeldParams stage, String name, String doc, String standard) {
        return stage.sharedParams().get(name, () -> withDefault(stage, TypedParams.text(stage, name, doc), standard));
    }

    static Param<String> text(
            HeldParams stage, String name, String doc, Supplier<ParamRule<String>> rule, String standard) {
        return stage.sharedParams()
                .get(name, () -> withDefault(stage, TypedParams.text(stage, name, doc, rule.get()), standard));
    }

    private static <T, P extends Param<T>> P withDefault(HeldParams stage, P param, T standard) {
        stage.setDefault(param, standard);
        return param;
    }
}
