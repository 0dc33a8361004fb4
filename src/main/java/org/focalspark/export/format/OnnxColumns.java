package org.focalspark.export.format;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;

/** Operations on tensors of doubles with one row per example and one column per margin. Values are names of tensors. */
final class OnnxColumns implements ColumnMath<String> {
    private final OnnxGraph graph;
    private final String columnAxis;
    private final int numColumns;

    OnnxColumns(OnnxGraph graph, int numColumns) {
        this.graph = graph;
        this.columnAxis = graph.longs("column_axis", 1L);
        this.numColumns = numColumns;
    }

    @Override
    public String constant(double... values) {
        return graph.constant(values);
    }

    @Override
    public String plus(String left, String right) {
        return graph.node("Add", left, right);
    }

    @Override
    public String minus(String left, String right) {
        return graph.node("Sub", left, right);
    }

    @Override
    public String times(String left, String right) {
        return graph.node("Mul", left, right);
    }

    @Override
    public String over(String dividend, String divisor) {
        return graph.node("Div", dividend, divisor);
    }

    @Override
    public String exp(String value) {
        return graph.node("Exp", value);
    }

    @Override
    public String log(String value) {
        return graph.node("Log", value);
    }

    @Override
    public String abs(String value) {
        return graph.node("Abs", value);
    }

    @Override
    public String where(String left, String right, String greater, String otherwise) {
        return graph.node("Where", graph.node("Greater", left, right), greater, otherwise);
    }

    @Override
    public String total(String value) {
        return graph.node("ReduceSum", value, columnAxis);
    }

    @Override
    public String largest(String value) {
        return graph.node("ReduceMax", List.of(OnnxGraph.attribute("axes", new long[] {1L})), value);
    }

    /**
     * Takes time linear in the number of columns. The exponentials are scaled by the largest column. For other columns,
     * the exponential is subtracted from the sum, which is at least 1, so no digits are lost. For the largest column,
     * the others are summed separately, scaled by the second largest.
     */
    @Override
    public String logSumOfOthers(String value) {
        AttributeProto axis = OnnxGraph.attribute("axis", 1L);
        String top = toDouble(graph.node("ArgMax", List.of(axis), value));
        String isTop = graph.node("Equal", indices(), top);
        String largest = largest(value);
        String powers = exp(minus(value, largest));
        String ofOthers = plus(largest, log(minus(total(powers), powers)));
        String second = largest(graph.node("Where", isTop, constant(Double.NEGATIVE_INFINITY), value));
        String inSeconds = graph.node("Where", isTop, constant(0.0), exp(minus(value, second)));
        return graph.node("Where", isTop, plus(second, log(total(inSeconds))), ofOthers);
    }

    @Override
    public String named(String name, String value) {
        return value;
    }

    /** Returns the indices of the columns as doubles. */
    String indices() {
        double[] numbers = new double[numColumns];
        for (int k = 0; k < numColumns; k++) {
            numbers[k] = k;
        }
        return constant(numbers);
    }

    /** Converts booleans or integers to doubles. */
    String toDouble(String value) {
        return graph.node("Cast", List.of(OnnxGraph.attribute("to", TensorProto.DataType.DOUBLE_VALUE)), value);
    }
}
