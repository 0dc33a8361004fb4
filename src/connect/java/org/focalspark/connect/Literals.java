package org.focalspark.connect;

import java.util.Map;
import org.apache.spark.connect.proto.DataType;
import org.apache.spark.connect.proto.Doubles;
import org.apache.spark.connect.proto.Expression;
import org.apache.spark.connect.proto.Expression.Literal;
import org.apache.spark.connect.proto.MlParams;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.connect.common.ProtoDataTypes;

/** Values as PySpark's client sends and reads them. */
final class Literals {
    private static final DataType NUMBER = DataType.newBuilder()
            .setDouble(DataType.Double.getDefaultInstance())
            .build();

    private Literals() {}

    /** Params of a stage by name. */
    static MlParams params(Map<String, Object> values) {
        MlParams.Builder params = MlParams.newBuilder();
        values.forEach((name, value) -> params.putParams(name, of(value)));
        return params.build();
    }

    static Literal of(Object value) {
        Literal.Builder literal = Literal.newBuilder();
        if (value instanceof Double number) {
            return literal.setDouble(number).build();
        }
        if (value instanceof Integer number) {
            return literal.setInteger(number).build();
        }
        if (value instanceof Boolean choice) {
            return literal.setBoolean(choice).build();
        }
        if (value instanceof String text) {
            return literal.setString(text).build();
        }
        return value instanceof Vector vector
                ? literal.setStruct(vector(vector)).build()
                : literal.setArray(array((double[]) value)).build();
    }

    /** The numbers of an array or a dense vector. */
    static double[] numbers(Literal literal) {
        if (literal.hasStruct()) {
            return literal.getStruct().getElements(3).getSpecializedArray().getDoubles().getValuesList().stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray();
        }
        return literal.getArray().getElementsList().stream()
                .mapToDouble(Literal::getDouble)
                .toArray();
    }

    static Vector vector(Literal literal) {
        return Vectors.dense(numbers(literal));
    }

    private static Literal.Struct vector(Vector vector) {
        Doubles.Builder values = Doubles.newBuilder();
        for (double value : vector.toArray()) {
            values.addValues(value);
        }
        Literal none = Literal.newBuilder().setNull(ProtoDataTypes.NullType()).build();
        return Literal.Struct.newBuilder()
                .setStructType(ProtoDataTypes.VectorUDT())
                .addElements(Literal.newBuilder().setByte(1)) // dense
                .addElements(none)
                .addElements(none)
                .addElements(Literal.newBuilder()
                        .setSpecializedArray(
                                Expression.Literal.SpecializedArray.newBuilder().setDoubles(values)))
                .build();
    }

    private static Literal.Array array(double[] values) {
        Literal.Array.Builder array = Literal.Array.newBuilder().setElementType(NUMBER);
        for (double value : values) {
            array.addElements(Literal.newBuilder().setDouble(value));
        }
        return array.build();
    }
}
