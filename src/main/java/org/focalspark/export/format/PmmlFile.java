package org.focalspark.export.format;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.focalspark.export.format.ExportedModel.Linear;
import org.focalspark.export.format.ExportedModel.Scores;
import org.focalspark.export.format.Expression.Category;
import org.focalspark.export.format.Expression.Constant;
import org.focalspark.export.format.Expression.Field;
import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.ColumnLoss;
import org.focalspark.loss.MarginLoss;
import org.focalspark.loss.MultilabelLoss;
import org.focalspark.loss.SoftmaxLoss;

/**
 * Writer of a PMML 4.4 document of a model with classes.
 *
 * <p>If probabilities are the sigmoid or softmax of the margins, the document is one RegressionModel. Otherwise it is a
 * chain: one RegressionModel per margin, and a final one, whose derived fields convert the margins to calibrated
 * log-odds or log-probabilities. The final model applies the sigmoid or softmax to them.
 */
final class PmmlFile {
    private static final String RAW = "rawPrediction";
    private static final String TARGET = "label";

    private final Linear linear;
    private final Scores scores;
    private final MarginLoss loss;
    private final Map<String, String> description;
    private final int numClasses;
    private final List<String> featureNames;

    PmmlFile(ExportedModel model) {
        this.linear = model.linear();
        this.scores = model.scores();
        this.loss = scores.separable();
        this.description = model.description();
        if (loss instanceof MultilabelLoss) {
            throw new IllegalStateException(
                    "A RegressionModel of PMML has one target, but a multilabel model has one per"
                            + " label. Write ONNX, or deploy the model as it is.");
        }
        this.numClasses = loss instanceof BinaryLoss ? 2 : linear.numMargins();
        this.featureNames = PmmlNames.of(linear.featureNames());
    }

    /** Formats a number. Throws for infinity and NaN, since few engines read them and their notations differ. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalStateException(String.format(
                    "A PMML document cannot hold the number %s, which an infinite intercept (a constant model), an alpha of"
                            + " 0 or 1, or a targetPrior of 0 leads to. Write ONNX, or deploy the model as it is.",
                    value));
        }
        return Double.toString(value);
    }

    void write(Writer target) throws IOException {
        Xml xml = new Xml(target);
        xml.open("PMML", "xmlns", "http://www.dmg.org/PMML-4_4", "version", "4.4");
        writeHeader(xml);
        writeDictionary(xml);
        PmmlColumns math = new PmmlColumns(linear.numMargins());
        List<Expression> margins = IntStream.range(0, linear.numMargins())
                .<Expression>mapToObj(k -> new Field(rawName(k)))
                .toList();
        List<Expression> scored = scored(new ProbabilityFormulas<>(math, scores), margins);
        if (scored == margins) {
            writePlainModel(xml);
        } else {
            writeChain(xml, math, scored);
        }
        xml.close().end();
    }

    /** Returns the log-odds of class 1, or the log-probabilities up to a common constant. */
    private List<Expression> scored(ProbabilityFormulas<List<Expression>> formulas, List<Expression> margins) {
        if (loss instanceof BinaryLoss binary) {
            return formulas.ofBinary(binary, margins);
        }
        return loss instanceof SoftmaxLoss softmax
                ? formulas.ofSoftmax(softmax, margins)
                : formulas.ofOneVsRest((ColumnLoss) loss, margins);
    }

    private void writeHeader(Xml xml) throws IOException {
        xml.open("Header", "description", "Focal-loss logistic regression of focalspark");
        for (Map.Entry<String, String> entry : description.entrySet()) {
            if (!entry.getKey().equals(Formats.FEATURE_NAMES)) {
                xml.leaf("Extension", "extender", "focalspark", "name", entry.getKey(), "value", entry.getValue());
            }
        }
        xml.leaf("Application", "name", "focalspark", "version", description.getOrDefault(Formats.VERSION, ""));
        xml.close();
    }

    private void writeDictionary(Xml xml) throws IOException {
        xml.open("DataDictionary", "numberOfFields", Integer.toString(featureNames.size() + 1));
        for (String name : featureNames) {
            xml.leaf("DataField", "name", name, "optype", "continuous", "dataType", "double");
        }
        xml.open("DataField", "name", TARGET, "optype", "categorical", "dataType", "integer");
        for (int k = 0; k < numClasses; k++) {
            xml.leaf("Value", "value", Integer.toString(k));
        }
        xml.close().close();
    }

    private void writePlainModel(Xml xml) throws IOException {
        openRegression(xml, "classification", normalization());
        writeSchema(xml, featureNames, true);
        writeOutput(xml, false);
        for (int k = numClasses - 1; k >= 0; k--) {
            String category = Integer.toString(k);
            if (loss instanceof BinaryLoss && k == 0) {
                xml.leaf("RegressionTable", "intercept", "0.0", "targetCategory", category);
            } else {
                writeTable(xml, loss instanceof BinaryLoss ? 0 : k, "targetCategory", category);
            }
        }
        xml.close();
    }

    private void writeChain(Xml xml, PmmlColumns math, List<Expression> scored) throws IOException {
        List<Expression> fields = fields(math, scored);
        xml.open("MiningModel", "functionName", "classification");
        writeSchema(xml, featureNames, true);
        xml.open("Segmentation", "multipleModelMethod", "modelChain");
        for (int k = 0; k < linear.numMargins(); k++) {
            openSegment(xml, k + 1);
            openRegression(xml, "regression", "none");
            writeSchema(xml, featureNames, false);
            xml.open("Output");
            writeContinuous(xml, rawName(k), "feature", "predictedValue");
            xml.close();
            writeTable(xml, k);
            xml.close().close();
        }
        openSegment(xml, linear.numMargins() + 1);
        writeCalibration(xml, math, fields);
        xml.close().close().close();
    }

    /**
     * Returns the scores as fields. The maximum is subtracted from logarithms, since some engines compute softmax
     * naively.
     */
    private List<Expression> fields(PmmlColumns math, List<Expression> scored) {
        if (loss instanceof BinaryLoss) {
            return math.named("score", scored);
        }
        List<Expression> logs = math.named("logScore", scored);
        return math.named("score", math.minus(logs, math.largest(logs)));
    }

    private void writeCalibration(Xml xml, PmmlColumns math, List<Expression> fields) throws IOException {
        openRegression(xml, "classification", normalization());
        writeSchema(
                xml,
                IntStream.range(0, linear.numMargins()).mapToObj(this::rawName).toList(),
                true);
        writeOutput(xml, true);
        xml.open("LocalTransformations");
        for (Map.Entry<String, Expression> field : math.derivedFields().entrySet()) {
            xml.open("DerivedField", "name", field.getKey(), "optype", "continuous", "dataType", "double");
            field.getValue().write(xml);
            xml.close();
        }
        xml.close();
        for (int k = numClasses - 1; k >= 0; k--) {
            xml.open("RegressionTable", "intercept", "0.0", "targetCategory", Integer.toString(k));
            if (!(loss instanceof BinaryLoss) || k == 1) {
                Field score = (Field) fields.get(loss instanceof BinaryLoss ? 0 : k);
                xml.leaf("NumericPredictor", "name", score.name(), "coefficient", "1.0");
            }
            xml.close();
        }
        xml.close();
    }

    private String normalization() {
        return loss instanceof BinaryLoss ? "logit" : "softmax";
    }

    private static void openSegment(Xml xml, int id) throws IOException {
        xml.open("Segment", "id", Integer.toString(id)).leaf("True");
    }

    private static void openRegression(Xml xml, String function, String normalization) throws IOException {
        xml.open("RegressionModel", "functionName", function, "normalizationMethod", normalization);
    }

    private static void writeSchema(Xml xml, List<String> names, boolean withTarget) throws IOException {
        xml.open("MiningSchema");
        for (String name : names) {
            xml.leaf("MiningField", "name", name);
        }
        if (withTarget) {
            xml.leaf("MiningField", "name", TARGET, "usageType", "target");
        }
        xml.close();
    }

    private void writeTable(Xml xml, int margin, String... category) throws IOException {
        List<String> attributes = new ArrayList<>(List.of("intercept", number(linear.intercepts()[margin])));
        attributes.addAll(List.of(category));
        xml.open("RegressionTable", attributes.toArray(String[]::new));
        for (int j = 0; j < featureNames.size(); j++) {
            double coefficient = linear.coefficients()[margin * featureNames.size() + j];
            if (coefficient != 0.0) {
                xml.leaf("NumericPredictor", "name", featureNames.get(j), "coefficient", number(coefficient));
            }
        }
        xml.close();
    }

    private void writeOutput(Xml xml, boolean behindMargins) throws IOException {
        xml.open("Output");
        List<Expression> probabilities = new ArrayList<>();
        for (int k = 0; k < numClasses; k++) {
            String name = "probability(" + k + ")";
            writeContinuous(xml, name, "feature", "probability", "value", Integer.toString(k));
            probabilities.add(new Field(name));
        }
        Expression prediction = loss instanceof BinaryLoss
                ? Expression.apply(
                        "if",
                        Expression.apply("greaterThan", probabilities.get(1), new Constant(scores.thresholds()[0])),
                        new Category(1),
                        new Category(0))
                : best(xml, probabilities, behindMargins);
        xml.open(
                "OutputField",
                "name",
                "prediction",
                "optype",
                "categorical",
                "dataType",
                "integer",
                "feature",
                "transformedValue");
        prediction.write(xml);
        xml.close().close();
    }

    /**
     * Returns the class with the largest probability / threshold. For equal probabilities (saturated one-vs-rest
     * columns), the larger margin wins, then the smaller index.
     */
    private Expression best(Xml xml, List<Expression> probabilities, boolean behindMargins) throws IOException {
        double[] thresholds = scores.thresholds();
        List<Expression> scaled = IntStream.range(0, numClasses)
                .mapToObj(k -> thresholds[k] == 1.0
                        ? probabilities.get(k)
                        : Expression.apply("/", probabilities.get(k), new Constant(positive(thresholds[k]))))
                .toList();
        Expression largest = writeHelper(xml, "largest", new Expression.Apply("max", scaled));
        List<Expression> isBest = equal(scaled, largest);
        if (behindMargins) {
            Expression probability = writeHelper(xml, "probabilityOfLargest", first(isBest, probabilities));
            isBest = both(isBest, equal(probabilities, probability));
            List<Expression> margins = IntStream.range(0, numClasses)
                    .<Expression>mapToObj(k -> new Field(rawName(k)))
                    .toList();
            List<Expression> tied = new ArrayList<>();
            for (int k = 0; k < numClasses; k++) {
                tied.add(Expression.apply("if", isBest.get(k), margins.get(k), new Constant(-Double.MAX_VALUE)));
            }
            Expression margin = writeHelper(xml, "largestMargin", new Expression.Apply("max", tied));
            isBest = both(isBest, equal(margins, margin));
        }
        return first(
                isBest,
                IntStream.range(0, numClasses)
                        .<Expression>mapToObj(Category::new)
                        .toList());
    }

    private static List<Expression> equal(List<Expression> values, Expression value) {
        return values.stream()
                .map(each -> Expression.apply("equal", each, value))
                .toList();
    }

    private static List<Expression> both(List<Expression> some, List<Expression> others) {
        return IntStream.range(0, some.size())
                .mapToObj(k -> Expression.apply("and", some.get(k), others.get(k)))
                .toList();
    }

    /** Returns the first value whose condition is true, else the last value. */
    private static Expression first(List<Expression> conditions, List<Expression> values) {
        Expression found = values.get(values.size() - 1);
        for (int k = values.size() - 2; k >= 0; k--) {
            found = Expression.apply("if", conditions.get(k), values.get(k), found);
        }
        return found;
    }

    /** Writes an output field that other output fields use. */
    private static Expression writeHelper(Xml xml, String name, Expression value) throws IOException {
        xml.open(
                "OutputField",
                "name",
                name,
                "optype",
                "continuous",
                "dataType",
                "double",
                "feature",
                "transformedValue",
                "isFinalResult",
                "false");
        value.write(xml);
        xml.close();
        return new Field(name);
    }

    private static double positive(double threshold) {
        if (threshold == 0.0) {
            throw new IllegalStateException(
                    "A PMML document cannot divide by a threshold of 0. Write ONNX, or choose another threshold.");
        }
        return threshold;
    }

    private static void writeContinuous(Xml xml, String name, String... attributes) throws IOException {
        List<String> all = new ArrayList<>(List.of("name", name, "optype", "continuous", "dataType", "double"));
        all.addAll(List.of(attributes));
        xml.leaf("OutputField", all.toArray(String[]::new));
    }

    private String rawName(int margin) {
        return loss instanceof BinaryLoss ? RAW : RAW + "(" + margin + ")";
    }
}
