package org.focalspark.testkit.random;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Scores rows by an ONNX file in double precision, with the operators that our files have, as the standard defines them for
 * opset 13. It serves thousands of models in one JVM; that the files please onnxruntime is shown by check_exports.py.
 */
final class OnnxRun {
    private static final int AXIS = 1;

    private final Map<String, double[][]> tensors = new HashMap<>();

    private OnnxRun() {}

    /** rawPrediction, probability and prediction of each row. */
    static List<double[][]> scores(byte[] file, double[][] features) throws InvalidProtocolBufferException {
        ModelProto model = ModelProto.parseFrom(file);
        OnnxRun run = new OnnxRun();
        model.getGraph().getInitializerList().forEach(tensor -> run.tensors.put(tensor.getName(), values(tensor)));
        run.tensors.put("features", features);
        model.getGraph().getNodeList().forEach(node -> run.tensors.put(node.getOutput(0), run.result(node)));
        return IntStream.range(0, features.length)
                .mapToObj(row -> new double[][] {
                    run.tensor("rawPrediction")[row], run.tensor("probability")[row], run.tensor("prediction")[row]
                })
                .toList();
    }

    /** A matrix; a vector is one row of it, as broadcasting takes it. */
    private static double[][] values(TensorProto tensor) {
        int columns = tensor.getDimsCount() == 0 ? 1 : (int) tensor.getDims(tensor.getDimsCount() - 1);
        int rows = tensor.getDimsCount() == 2 ? (int) tensor.getDims(0) : 1;
        boolean whole = tensor.getDataType() == TensorProto.DataType.INT64_VALUE;
        ByteBuffer raw = ByteBuffer.wrap(tensor.getRawData().toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        double[][] values = new double[rows][columns];
        for (int i = 0; i < rows * columns; i++) {
            boolean listed = whole && tensor.getInt64DataCount() > 0;
            values[i / columns][i % columns] =
                    listed ? tensor.getInt64Data(i) : whole ? raw.getLong() : raw.getDouble();
        }
        return values;
    }

    private double[][] tensor(String name) {
        double[][] tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalStateException("The file takes " + name + " before it is made.");
        }
        return tensor;
    }

    private double[][] result(NodeProto node) {
        double[][] first = tensor(node.getInput(0));
        double[][] second = node.getInputCount() > 1 ? tensor(node.getInput(1)) : first;
        return switch (node.getOpType()) {
            case "Add" -> pairs(first, second, Double::sum);
            case "Sub" -> pairs(first, second, (a, b) -> a - b);
            case "Mul" -> pairs(first, second, (a, b) -> a * b);
            case "Div" -> pairs(first, second, (a, b) -> a / b);
            case "Greater" -> pairs(first, second, (a, b) -> a > b ? 1.0 : 0.0);
            case "Less" -> pairs(first, second, (a, b) -> a < b ? 1.0 : 0.0);
            case "Equal" -> pairs(first, second, (a, b) -> a == b ? 1.0 : 0.0);
            case "And" -> pairs(first, second, (a, b) -> a * b);
            case "Or" -> pairs(first, second, Math::max);
            case "Not" -> each(first, a -> 1.0 - a);
            case "IsNaN" -> each(first, a -> Double.isNaN(a) ? 1.0 : 0.0);
            case "Exp" -> each(first, Math::exp);
            case "Log" -> each(first, Math::log);
            case "Abs" -> each(first, Math::abs);
            case "Neg" -> each(first, a -> -a);
            case "Cast", "Squeeze" -> first;
            case "MatMul" -> product(first, second);
            case "Where" -> chosen(first, second, tensor(node.getInput(2)));
            default -> ofRows(node, first, second);
        };
    }

    /** Operators along the columns. */
    private static double[][] ofRows(NodeProto node, double[][] first, double[][] second) {
        requireAxis(node, second);
        return switch (node.getOpType()) {
            case "ReduceSum" ->
                rows(first, row -> new double[] {Arrays.stream(row).sum()});
            case "ReduceMax" -> rows(first, row -> new double[] {largest(row)});
            case "ArgMax" -> rows(first, row -> new double[] {argMax(row)});
            case "Softmax" -> rows(first, OnnxRun::softmax);
            case "Gather" -> rows(first, row -> new double[] {row[(int) second[0][0]]});
            case "Concat" -> beside(first, second);
            default -> throw new IllegalStateException("No operator " + node.getOpType() + " is known here.");
        };
    }

    private static void requireAxis(NodeProto node, double[][] second) {
        boolean right = node.getOpType().equals("ReduceSum") ? second[0][0] == AXIS : attributesHaveAxis(node);
        if (!right) {
            throw new IllegalStateException(node.getOpType() + " must go along axis 1.");
        }
    }

    private static boolean attributesHaveAxis(NodeProto node) {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().startsWith("ax"))
                .allMatch(attribute -> attribute.getType() == AttributeProto.AttributeType.INT
                        ? attribute.getI() == AXIS
                        : attribute.getInts(0) == AXIS);
    }

    private static double[][] pairs(double[][] left, double[][] right, DoubleBinaryOperator operator) {
        double[][] result = new double[Math.max(left.length, right.length)][];
        for (int i = 0; i < result.length; i++) {
            double[] a = left[left.length == 1 ? 0 : i];
            double[] b = right[right.length == 1 ? 0 : i];
            result[i] = new double[Math.max(a.length, b.length)];
            for (int k = 0; k < result[i].length; k++) {
                result[i][k] = operator.applyAsDouble(a[a.length == 1 ? 0 : k], b[b.length == 1 ? 0 : k]);
            }
        }
        return result;
    }

    private static double[][] chosen(double[][] condition, double[][] yes, double[][] no) {
        double[][] ofYes = pairs(condition, yes, (flag, value) -> value);
        double[][] ofNo = pairs(condition, no, (flag, value) -> value);
        double[][] flags = pairs(condition, pairs(ofYes, ofNo, (a, b) -> a), (flag, value) -> flag);
        double[][] result = pairs(flags, ofNo, (flag, value) -> value);
        double[][] wide = pairs(flags, ofYes, (flag, value) -> value);
        for (int i = 0; i < result.length; i++) {
            for (int k = 0; k < result[i].length; k++) {
                result[i][k] = flags[i][k] > 0.0 ? wide[i][k] : result[i][k];
            }
        }
        return result;
    }

    private static double[][] each(double[][] values, DoubleUnaryOperator operator) {
        return rows(values, row -> Arrays.stream(row).map(operator).toArray());
    }

    /** What is done with a row. */
    private interface RowOperator {
        double[] of(double[] row);
    }

    private static double[][] rows(double[][] values, RowOperator operator) {
        return Arrays.stream(values).map(operator::of).toArray(double[][]::new);
    }

    private static double[][] product(double[][] left, double[][] right) {
        return rows(left, row -> {
            double[] sums = new double[right[0].length];
            for (int j = 0; j < row.length; j++) {
                for (int k = 0; k < sums.length; k++) {
                    sums[k] += row[j] * right[j][k];
                }
            }
            return sums;
        });
    }

    private static double[][] beside(double[][] left, double[][] right) {
        return IntStream.range(0, left.length)
                .mapToObj(i -> IntStream.range(0, left[i].length + right[i].length)
                        .mapToDouble(k -> k < left[i].length ? left[i][k] : right[i][k - left[i].length])
                        .toArray())
                .toArray(double[][]::new);
    }

    private static double largest(double[] row) {
        return Arrays.stream(row).max().orElseThrow();
    }

    private static int argMax(double[] row) {
        int best = 0;
        for (int k = 1; k < row.length; k++) {
            best = row[k] > row[best] ? k : best;
        }
        return best;
    }

    private static double[] softmax(double[] row) {
        double top = largest(row);
        double[] powers = Arrays.stream(row).map(value -> Math.exp(value - top)).toArray();
        double sum = Arrays.stream(powers).sum();
        return Arrays.stream(powers).map(power -> power / sum).toArray();
    }
}
