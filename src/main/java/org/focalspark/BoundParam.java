package org.focalspark;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * A param of bounds, which may be infinite: Spark saves an infinite number in a matrix or vector as a text, and cannot read
 * that again.
 *
 * @param <T> Matrix or Vector
 */
final class BoundParam<T> extends Param<T> {
    private static final long serialVersionUID = 1L;

    BoundParam(Params parent, String name, String doc) {
        super(parent, name, doc);
    }

    @Override
    public T jsonDecode(String json) {
        return super.jsonDecode(json.replace("\"Infinity\"", "1e999").replace("\"-Infinity\"", "-1e999"));
    }
}
