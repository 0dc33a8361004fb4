package org.focalspark.export.format;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;
import org.focalspark.export.format.ExportedModel.Linear;
import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.MultilabelLoss;

/** Writer of an ONNX file. */
final class OnnxFile {
    /**
     * Lowest operator set with the forms used here: Softmax along one axis, Squeeze and ReduceSum with axes as an
     * input. Runtimes since the end of 2020 support it.
     */
    private static final long OPSET = 13L;

    /** Version of the format at the time of OPSET. */
    private static final long IR_VERSION = 7L;

    /** Protocol buffers are limited to 2 GiB. 1 MiB is reserved for the rest of the graph. */
    private static final long MAX_COEFFICIENTS = (Integer.MAX_VALUE - (1L << 20)) / Double.BYTES;

    private final ExportedModel model;
    private final int elementType;
    private final OnnxGraph graph = new OnnxGraph();

    private OnnxFile(ExportedModel model, boolean doubles) {
        this.model = model;
        this.elementType = doubles ? TensorProto.DataType.DOUBLE_VALUE : TensorProto.DataType.FLOAT_VALUE;
    }

    /**
     * Returns the bytes of the file.
     *
     * @param doubles whether input and outputs are double instead of float
     */
    static byte[] of(ExportedModel model, boolean doubles) {
        long size = model.linear().coefficients().length;
        if (size > MAX_COEFFICIENTS) {
            throw new IllegalStateException(String.format(
                    "An ONNX file holds at most %,d coefficients, but the model has %,d. Deploy it with toSpark() or as it is.",
                    MAX_COEFFICIENTS, size));
        }
        return new OnnxFile(model, doubles).model().toByteArray();
    }

    private ModelProto model() {
        buildGraph();
        ModelProto.Builder file = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("focalspark")
                .setDomain("org.focalspark")
                .setModelVersion(1L)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
                .setGraph(graph.build());
        model.description()
                .forEach((name, value) -> file.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(name).setValue(value)));
        return file.build();
    }

    private void buildGraph() {
        Linear linear = model.linear();
        graph.input("features", elementType, linear.numFeatures(), "Feature vectors, on their original scale.");
        OnnxColumns math = new OnnxColumns(graph, linear.numMargins());
        String product = graph.node(
                "MatMul",
                math.toDouble("features"),
                graph.tensor("coefficients", transposed(linear), linear.numFeatures(), linear.numMargins()));
        String margins = math.plus(product, graph.tensor("intercepts", linear.intercepts(), linear.numMargins()));
        OnnxScores scores = new OnnxScores(graph, math, model.scores(), margins);
        String probability = scores.probability();
        boolean binary = model.scores().separable() instanceof BinaryLoss;
        boolean labels = model.scores().separable() instanceof MultilabelLoss;
        int numProbabilities = binary ? 2 : linear.numMargins();
        String each = labels ? "label" : "class";
        output(
                "rawPrediction",
                scores.raw(),
                binary ? "(-margin, margin)." : "A margin per " + each + ".",
                numProbabilities);
        output(
                "probability",
                probability,
                "A probability per " + each + ", calibrated as the metadata say.",
                numProbabilities);
        String prediction = scores.prediction(probability);
        if (labels) {
            output("prediction", prediction, "0 or 1 per label.", numProbabilities);
        } else {
            output("prediction", prediction, "Index of the class.");
        }
    }

    private void output(String name, String value, String documentation, int... numColumns) {
        graph.add("Cast", name, List.of(OnnxGraph.attribute("to", elementType)), value);
        graph.output(name, elementType, documentation, numColumns);
    }

    private static double[] transposed(Linear linear) {
        int numMargins = linear.numMargins();
        int numFeatures = linear.numFeatures();
        double[] transposed = new double[numMargins * numFeatures];
        for (int k = 0; k < numMargins; k++) {
            for (int j = 0; j < numFeatures; j++) {
                transposed[j * numMargins + k] = linear.coefficients()[k * numFeatures + j];
            }
        }
        return transposed;
    }
}
