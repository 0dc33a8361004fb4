package org.focalspark.export.format;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Builder of an ONNX graph. Values are identified by their names. Not thread-safe. */
final class OnnxGraph {
    private static final String BATCH = "N";

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("focalspark");
    private final Map<List<Double>, String> constants = new HashMap<>();
    /** Constant tensors by name. The file contains those that a node reads. */
    private final Map<String, TensorProto.Builder> tensors = new LinkedHashMap<>();

    private int numNodes;

    /** Adds an operator without attributes, and returns the name of its result. */
    String node(String operator, String... inputs) {
        return node(operator, List.of(), inputs);
    }

    /** Adds an operator, and returns the name of its result. */
    String node(String operator, List<AttributeProto> attributes, String... inputs) {
        String output = operator + "_" + numNodes++;
        add(operator, output, attributes, inputs);
        return output;
    }

    /** Adds an operator with a given name of its result. */
    void add(String operator, String output, List<AttributeProto> attributes, String... inputs) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .setName("node_" + output)
                .addAllInput(Arrays.asList(inputs))
                .addAllAttribute(attributes)
                .addOutput(output));
    }

    static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto attribute(String name, long[] values) {
        AttributeProto.Builder builder =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        Arrays.stream(values).forEach(builder::addInts);
        return builder.build();
    }

    /** Returns a constant: a scalar if all numbers are equal, else a vector along the columns. */
    String constant(double... values) {
        boolean equal = Arrays.stream(values).allMatch(value -> Double.compare(value, values[0]) == 0);
        double[] needed = equal ? new double[] {values[0]} : values;
        List<Double> key = Arrays.stream(needed).boxed().toList();
        return constants.computeIfAbsent(key, numbers -> {
            long[] shape = equal ? new long[0] : new long[] {needed.length};
            return tensor("constant_" + constants.size(), needed, shape);
        });
    }

    /** Adds a tensor of doubles as raw bytes, without a second copy or boxing. */
    String tensor(String name, double[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.DOUBLE_VALUE)
                .setRawData(UnsafeByteOperations.unsafeWrap(bytes));
        Arrays.stream(shape).forEach(tensor::addDims);
        tensors.put(name, tensor);
        return name;
    }

    /** Adds a vector of integers, the type of the axes of operators. */
    String longs(String name, long... values) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64_VALUE)
                .addDims(values.length);
        Arrays.stream(values).forEach(tensor::addInt64Data);
        tensors.put(name, tensor);
        return name;
    }

    /** Declares an input with one row per example. */
    void input(String name, int elementType, int numColumns, String documentation) {
        graph.addInput(value(name, elementType, documentation, numColumns));
    }

    /** Declares an output with one row per example, or one number per example if numColumns is empty. */
    void output(String name, int elementType, String documentation, int... numColumns) {
        graph.addOutput(value(name, elementType, documentation, numColumns));
    }

    private static ValueInfoProto value(String name, int elementType, String documentation, int... numColumns) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(BATCH));
        Arrays.stream(numColumns)
                .forEach(columns ->
                        shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(columns)));
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setDocString(documentation)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(elementType)
                                .setShape(shape)))
                .build();
    }

    GraphProto build() {
        Set<String> taken = new HashSet<>();
        graph.getNodeList().forEach(node -> taken.addAll(node.getInputList()));
        tensors.forEach((name, tensor) -> {
            if (taken.contains(name)) {
                graph.addInitializer(tensor);
            }
        });
        return graph.build();
    }
}
