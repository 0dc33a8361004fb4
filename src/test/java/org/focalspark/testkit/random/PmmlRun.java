package org.focalspark.testkit.random;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Scores rows by a PMML document, with the elements that our documents have, as PMML 4.4 defines them. It serves thousands of
 * models in one JVM; that the documents please pmml4s is shown by check_exports.py.
 */
final class PmmlRun {
    private static final String PROBABILITY = "probability";

    private final Element document;
    private final List<String> features = new ArrayList<>();

    PmmlRun(byte[] file) throws Exception {
        document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(file))
                .getDocumentElement();
        for (Element field : children(child(document, "DataDictionary"), "DataField")) {
            if (field.getAttribute("optype").equals("continuous")) {
                features.add(field.getAttribute("name"));
            }
        }
    }

    /** Probabilities of the classes of a row, and behind them the prediction. */
    double[] scores(double[] row) {
        Map<String, Double> fields = new HashMap<>();
        for (int j = 0; j < features.size(); j++) {
            fields.put(features.get(j), row[j]);
        }
        List<Element> chain = children(document, "MiningModel");
        if (chain.isEmpty()) {
            score(child(document, "RegressionModel"), fields);
        } else {
            for (Element segment : children(child(chain.get(0), "Segmentation"), "Segment")) {
                score(child(segment, "RegressionModel"), fields);
            }
        }
        int numClasses = (int) fields.keySet().stream()
                .filter(name -> name.startsWith(PROBABILITY + "("))
                .count();
        double[] scores = new double[numClasses + 1];
        for (int k = 0; k < numClasses; k++) {
            scores[k] = value(fields, PROBABILITY + "(" + k + ")");
        }
        scores[numClasses] = value(fields, "prediction");
        return scores;
    }

    /** Adds the derived fields and the outputs of a model. */
    private static void score(Element model, Map<String, Double> fields) {
        for (Element transformations : children(model, "LocalTransformations")) {
            for (Element field : children(transformations, "DerivedField")) {
                fields.put(field.getAttribute("name"), evaluate(elements(field).get(0), fields));
            }
        }
        List<Element> tables = children(model, "RegressionTable");
        double[] sums = tables.stream().mapToDouble(table -> sum(table, fields)).toArray();
        Map<String, Double> probabilities = new TreeMap<>();
        for (int t = 0; t < sums.length && model.getAttribute("functionName").equals("classification"); t++) {
            probabilities.put(tables.get(t).getAttribute("targetCategory"), probability(model, sums, t));
        }
        for (Element field : children(child(model, "Output"), "OutputField")) {
            double value = switch (field.getAttribute("feature")) {
                case PROBABILITY -> probabilities.get(field.getAttribute("value"));
                case "predictedValue" -> sums[0];
                default -> evaluate(elements(field).get(0), fields);
            };
            fields.put(field.getAttribute("name"), value);
        }
    }

    private static double probability(Element model, double[] sums, int table) {
        if (model.getAttribute("normalizationMethod").equals("logit")) {
            double first = 1.0 / (1.0 + Math.exp(-sums[0]));
            return table == 0 ? first : 1.0 - first;
        }
        double all = 0.0;
        for (double sum : sums) {
            all += Math.exp(sum - sums[table]);
        }
        return 1.0 / all;
    }

    private static double sum(Element table, Map<String, Double> fields) {
        double sum = Double.parseDouble(table.getAttribute("intercept"));
        for (Element predictor : children(table, "NumericPredictor")) {
            sum += Double.parseDouble(predictor.getAttribute("coefficient"))
                    * value(fields, predictor.getAttribute("name"));
        }
        return sum;
    }

    private static double value(Map<String, Double> fields, String name) {
        Double value = fields.get(name);
        if (value == null) {
            throw new IllegalStateException("The document takes " + name + " before it is made.");
        }
        return value;
    }

    private static double evaluate(Element expression, Map<String, Double> fields) {
        return switch (expression.getTagName()) {
            case "Constant" -> Double.parseDouble(expression.getTextContent());
            case "FieldRef" -> value(fields, expression.getAttribute("field"));
            default ->
                applied(
                        expression.getAttribute("function"),
                        elements(expression).stream()
                                .mapToDouble(argument -> evaluate(argument, fields))
                                .toArray());
        };
    }

    private static double applied(String function, double[] of) {
        return switch (function) {
            case "+" -> of[0] + of[1];
            case "-" -> of[0] - of[1];
            case "*" -> of[0] * of[1];
            case "/" -> of[0] / of[1];
            case "exp" -> Math.exp(of[0]);
            case "ln" -> Math.log(of[0]);
            case "abs" -> Math.abs(of[0]);
            case "if" -> of[0] > 0.0 ? of[1] : of[2];
            case "greaterThan" -> of[0] > of[1] ? 1.0 : 0.0;
            case "equal" -> of[0] == of[1] ? 1.0 : 0.0;
            case "and" -> Math.min(of[0], of[1]);
            case "sum" -> Arrays.stream(of).sum();
            case "max" -> Arrays.stream(of).max().orElseThrow();
            default -> throw new IllegalStateException("No function " + function + " is known here.");
        };
    }

    private static Element child(Element parent, String name) {
        return children(parent, name).get(0);
    }

    private static List<Element> children(Element parent, String name) {
        return elements(parent).stream()
                .filter(element -> element.getTagName().equals(name))
                .toList();
    }

    private static List<Element> elements(Element parent) {
        List<Element> elements = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }
}
