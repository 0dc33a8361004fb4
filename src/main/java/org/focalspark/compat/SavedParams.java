package org.focalspark.compat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.jspecify.annotations.Nullable;
import scala.NotImplementedError;

/**
 * Param values in saved metadata. Spark's own reader lets large numbers overflow, drops fractions, and accepts any JSON
 * for a param without a type. This class accepts a value only if saving would write the same value again.
 */
final class SavedParams {
    private static final int SHOWN = 80;

    private SavedParams() {}

    /** Rejects a value that the param would not have after loading. */
    @SuppressWarnings("CatchingUnchecked") // json4s throws undeclared checked exceptions
    static void requireReadable(Params stage, String name, JsonNode value) {
        if (!stage.hasParam(name)) {
            throw new IllegalArgumentException(String.format(
                    "Param %s does not exist in %s", name, stage.getClass().getSimpleName()));
        }
        Param<Object> param = stage.getParam(name);
        boolean read = false;
        try {
            Object decoded = param.jsonDecode(value.toString());
            read = hasType(param, decoded) && isSame(value, ModelMetadata.json(param.jsonEncode(decoded)));
        } catch (Exception | NotImplementedError e) {
            throw refusal(name, value, e);
        }
        if (!read) {
            throw refusal(name, value, null);
        }
    }

    /** Compares the params of a loaded stage with the saved values. */
    static void requireSame(Params stage, JsonNode saved) {
        for (Map.Entry<String, JsonNode> entry : saved.properties()) {
            String name = entry.getKey();
            if (stage.hasParam(name) && stage.isSet(stage.getParam(name))) {
                Param<Object> param = stage.getParam(name);
                requireSame(param, stage.get(param).get(), entry.getValue());
            }
        }
    }

    /** Compares a value with the saved one. A value without JSON is a stage, saved separately. */
    @SuppressWarnings("CatchingUnchecked")
    static void requireSame(Param<Object> param, Object value, JsonNode saved) {
        String written;
        try {
            written = param.jsonEncode(value);
        } catch (Exception | NotImplementedError e) {
            return;
        }
        if (!isSame(saved, ModelMetadata.json(written))) {
            throw refusal(param.name(), saved, null);
        }
    }

    private static IllegalArgumentException refusal(String name, JsonNode value, @Nullable Throwable cause) {
        return new IllegalArgumentException(String.format("param '%s' cannot be %s", name, shown(value))
                + (cause == null ? ", which is out of range or of another type" : ": " + cause.getMessage()));
    }

    static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    }

    /** An untyped param is a text, except the bounds of coefficients. */
    private static boolean hasType(Param<?> param, Object value) {
        if (param.getClass() != Param.class) {
            return true;
        }
        if (param.name().endsWith("BoundsOnCoefficients")) {
            return value instanceof Matrix;
        }
        return param.name().endsWith("BoundsOnIntercepts") ? value instanceof Vector : value instanceof String;
    }

    private static boolean isSame(JsonNode left, JsonNode right) {
        if (left.isNumber() && right.isNumber()) {
            boolean whole = left.isIntegralNumber() && right.isIntegralNumber();
            return whole
                    ? left.bigIntegerValue().equals(right.bigIntegerValue())
                    : Double.compare(left.doubleValue(), right.doubleValue()) == 0;
        }
        if (!left.isContainerNode() || left.getNodeType() != right.getNodeType()) {
            return left.equals(right);
        }
        boolean same = left.size() == right.size();
        if (left.isArray()) {
            for (int i = 0; same && i < left.size(); i++) {
                same = isSame(left.get(i), right.get(i));
            }
            return same;
        }
        for (Map.Entry<String, JsonNode> field : left.properties()) {
            same = same && isSame(field.getValue(), right.path(field.getKey()));
        }
        return same;
    }
}
