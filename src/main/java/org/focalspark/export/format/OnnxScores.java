package org.focalspark.export.format;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.List;
import org.focalspark.export.format.ExportedModel.Scores;
import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.Calibration.Mode;
import org.focalspark.loss.ColumnLoss;
import org.focalspark.loss.MarginLoss;
import org.focalspark.loss.MultilabelLoss;
import org.focalspark.loss.SoftmaxLoss;

/** Part of an ONNX graph from margins to predictions. Handles infinite and NaN margins as the library does. */
final class OnnxScores {
    private final OnnxGraph graph;
    private final OnnxColumns math;
    private final Scores scores;
    private final MarginLoss loss;
    private final String margins;

    OnnxScores(OnnxGraph graph, OnnxColumns math, Scores scores, String margins) {
        this.graph = graph;
        this.math = math;
        this.scores = scores;
        this.loss = scores.separable();
        this.margins = margins;
    }

    /** Returns rawPrediction: (-margin, margin) for a binomial model, else the margins. */
    String raw() {
        return loss instanceof BinaryLoss ? sides(graph.node("Neg", margins), margins) : margins;
    }

    /** Returns one probability per class or label. */
    String probability() {
        ProbabilityFormulas<String> formulas = new ProbabilityFormulas<>(math, scores);
        if (loss instanceof BinaryLoss binary) {
            String logOdds = formulas.ofBinary(binary, margins);
            return certain(sides(sigmoid(graph.node("Neg", logOdds)), sigmoid(logOdds)), isNaN(margins));
        }
        if (loss instanceof MultilabelLoss labels) {
            return certain(sigmoid(formulas.ofLabels(labels, margins)), isNaN(margins));
        }
        String logs = loss instanceof SoftmaxLoss softmax
                ? logsOfSoftmax(formulas.ofSoftmax(softmax, margins))
                : logsOfOneVsRest(formulas.ofOneVsRest((ColumnLoss) loss, margins));
        String probability = graph.node("Softmax", List.of(OnnxGraph.attribute("axis", 1L)), logs);
        String unknown = math.total(math.toDouble(isNaN(margins)));
        String isUnknown = graph.node("Greater", unknown, graph.constant(0.0));
        return graph.node("Where", isUnknown, graph.constant(Double.NaN), certain(probability, isUnknown));
    }

    /** Returns the class of each row, or 0 or 1 for each label; NaN if the probabilities are NaN. */
    String prediction(String probability) {
        if (loss instanceof MultilabelLoss) {
            return orNaN(exceeds(probability), probability);
        }
        if (loss instanceof BinaryLoss) {
            String positive = graph.node(
                    "Gather", List.of(OnnxGraph.attribute("axis", 1L)), probability, graph.longs("positive", 1L));
            String prediction = orNaN(exceeds(positive), positive);
            return graph.node("Squeeze", prediction, graph.longs("squeezed", 1L));
        }
        String scaled = math.over(probability, graph.constant(scores.thresholds()));
        // probability 0 / threshold 0 never wins
        String known = graph.node("Where", isNaN(scaled), graph.constant(Double.NEGATIVE_INFINITY), scaled);
        String best = argMax(ofLargestMargins(known, probability), 0L);
        String sum = graph.node(
                "ReduceSum", List.of(OnnxGraph.attribute("keepdims", 0L)), probability, graph.longs("classes", 1L));
        return orNaN(best, sum);
    }

    /**
     * Returns the margins of the classes with the largest probability, and -infinity for others. Saturated columns have
     * ties.
     */
    private String ofLargestMargins(String scaled, String probability) {
        String lowest = graph.constant(Double.NEGATIVE_INFINITY);
        String isFirst = graph.node("Equal", math.indices(), argMax(scaled, 1L));
        String itsProbability = math.largest(graph.node("Where", isFirst, probability, lowest));
        String ties = graph.node(
                "And",
                graph.node("Equal", scaled, math.largest(scaled)),
                graph.node("Equal", probability, itsProbability));
        String finite = graph.constant(-Double.MAX_VALUE); // keeps a margin of -infinity above excluded classes
        return graph.node("Where", ties, math.where(margins, finite, margins, finite), lowest);
    }

    /** Returns the index of the first largest value. */
    private String argMax(String values, long keepDimensions) {
        List<AttributeProto> attributes =
                List.of(OnnxGraph.attribute("axis", 1L), OnnxGraph.attribute("keepdims", keepDimensions));
        return math.toDouble(graph.node("ArgMax", attributes, values));
    }

    /**
     * Handles certainty: an infinite largest margin, or a single finite margin among infinite ones, excludes all other
     * classes.
     */
    private String logsOfSoftmax(String logs) {
        String largest = math.largest(margins);
        String finite = graph.node("Less", math.abs(margins), graph.constant(Double.POSITIVE_INFINITY));
        String isFew = graph.node("Less", math.total(math.toDouble(finite)), graph.constant(1.5));
        String isInfinite = graph.node("Greater", math.abs(largest), graph.constant(Double.MAX_VALUE));
        String ofLargest = graph.node(
                "Where",
                graph.node("Equal", margins, largest),
                graph.constant(scores.logRatios()),
                graph.constant(Double.NEGATIVE_INFINITY));
        return graph.node("Where", graph.node("Or", isFew, isInfinite), ofLargest, logs);
    }

    /** Uses the log ratios of the base rates if every class is excluded. */
    private String logsOfOneVsRest(String logs) {
        String none = graph.node("Less", math.largest(logs), graph.constant(-Double.MAX_VALUE));
        return graph.node("Where", none, graph.constant(scores.logRatios()), logs);
    }

    /** Returns the target if the margins are certain of a class that the target excludes. */
    private String certain(String probability, String isUnknown) {
        if (scores.target().length == 0 || scores.mode() == Mode.NONE) {
            return probability;
        }
        String isCertain = graph.node("And", isNaN(probability), graph.node("Not", isUnknown));
        return graph.node("Where", isCertain, graph.constant(scores.target()), probability);
    }

    private String exceeds(String probability) {
        return math.where(probability, graph.constant(scores.thresholds()), graph.constant(1.0), graph.constant(0.0));
    }

    private String orNaN(String value, String probability) {
        return graph.node("Where", isNaN(probability), graph.constant(Double.NaN), value);
    }

    private String isNaN(String value) {
        return graph.node("IsNaN", value);
    }

    /** Computes the sigmoid without the Sigmoid operator, which onnxruntime rounds to 0 or 1 too early. */
    private String sigmoid(String logOdds) {
        String zero = graph.constant(0.0);
        String one = graph.constant(1.0);
        String power = math.exp(graph.node("Neg", math.abs(logOdds)));
        return math.over(math.where(logOdds, zero, one, power), math.plus(one, power));
    }

    private String sides(String negative, String positive) {
        return graph.node("Concat", List.of(OnnxGraph.attribute("axis", 1L)), negative, positive);
    }
}
