package org.focalspark.compat;

import java.lang.reflect.InvocationTargetException;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.Identifiable;
import scala.Function1;
import scala.reflect.ClassTag;
import scala.runtime.AbstractFunction1;

/**
 * Creates params whose types have no param class in Spark: texts, matrices, vectors.
 *
 * <p>Spark 4.0.0 has no constructor of {@code Param} that Java code compiled for any other version can link to: there
 * each takes a ClassTag (SPARK-52259, corrected in 4.0.1). Params of numbers and arrays are not affected.
 */
public final class TypedParams {
    private TypedParams() {}

    /**
     * Creates a text param that accepts every value.
     *
     * @param parent stage that owns the param
     * @param name name of the param
     * @param doc one line about it
     * @return param
     */
    public static Param<String> text(Params parent, String name, String doc) {
        return of(parent, name, doc, String.class);
    }

    /**
     * Creates a text param with a validator.
     *
     * @param parent stage that owns the param
     * @param name name of the param
     * @param doc one line about it
     * @param rule validator of a value
     * @return param
     */
    public static Param<String> text(Params parent, String name, String doc, Function1<String, Object> rule) {
        try {
            return new Param<>(parent, name, doc, rule);
        } catch (NoSuchMethodError e) {
            return tagged(parent, name, doc, new TypedRule<>(String.class, rule));
        }
    }

    /**
     * Creates a param that accepts every value of a type.
     *
     * @param <T> type of the values
     * @param parent stage that owns the param
     * @param name name of the param
     * @param doc one line about it
     * @param type class of the values
     * @return param
     */
    public static <T> Param<T> of(Params parent, String name, String doc, Class<T> type) {
        try {
            return new Param<>(parent, name, doc);
        } catch (NoSuchMethodError e) {
            return tagged(parent, name, doc, new TypedRule<>(type, new AnyValue<>()));
        }
    }

    /** The constructor of Spark 4.0.0. */
    @SuppressWarnings("unchecked") // the constructor of Param creates a Param
    private static <T> Param<T> tagged(Params parent, String name, String doc, TypedRule<T> rule) {
        try {
            return (Param<T>) Param.class
                    .getConstructor(Identifiable.class, String.class, String.class, Function1.class, ClassTag.class)
                    .newInstance(parent, name, doc, rule.rule(), ClassTag.apply(rule.type()));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("Spark could not create the param " + name + ".", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "This version of Spark has no known constructor of Param. Take Spark 4.0.1 or later.", e);
        }
    }

    private record TypedRule<T>(Class<T> type, Function1<T, Object> rule) {}

    /** Validator that accepts every value. */
    private static final class AnyValue<T> extends AbstractFunction1<T, Object> implements java.io.Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public Object apply(T value) {
            return true;
        }
    }
}
