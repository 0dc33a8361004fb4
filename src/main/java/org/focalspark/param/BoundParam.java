package org.focalspark.param;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.focalspark.compat.HeldParams;
import org.focalspark.compat.TypedParams;

/**
 * A param of bounds, which may be infinite. Spark saves an infinite number in a matrix or vector as a text, and cannot
 * read that text back.
 *
 * @param <T> Matrix or Vector
 */
final class BoundParam<T> extends Param<T> {
    private static final long serialVersionUID = 1L;

    /** End of the one-line docs of all bounds. */
    private static final String SHAPE =
            " on the original scale, one row per margin (infinite where there is none; not with an L1 penalty)";

    private BoundParam(Params parent, String name, String doc) {
        super(parent, name, doc);
    }

    /** Returns the bounds with a name; the first call, at the end of the constructor of the stage, creates them. */
    static <T> Param<T> of(HeldParams stage, String name, String what, Class<T> type) {
        return stage.sharedParams().get(name, () -> create(stage, name, what + SHAPE, type));
    }

    /**
     * Creates the param. Java cannot extend Param on Spark 4.0.0. There the method returns a param of Spark's own
     * class, and a stage with infinite bounds cannot be saved.
     */
    private static <T> Param<T> create(Params parent, String name, String doc, Class<T> type) {
        try {
            return new BoundParam<>(parent, name, doc);
        } catch (NoSuchMethodError e) {
            return TypedParams.of(parent, name, doc, type);
        }
    }

    @Override
    public T jsonDecode(String json) {
        return super.jsonDecode(json.replace("\"Infinity\"", "1e999").replace("\"-Infinity\"", "-1e999"));
    }
}
