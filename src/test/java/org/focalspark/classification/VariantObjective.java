package org.focalspark.classification;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.focalspark.testkit.References;

/**
 * The objective of a line of reference/variant_fits.csv, and the loss in one of constrained_fits.csv, written down from the definitions in the header of
 * variant_fits.py and not from the formulas of the library: columns of sides, with a probability for each side.
 */
final class VariantObjective {
    private static final double[] EQUAL = {1.0, 1.0, 1.0};

    private final References variant;
    private final String family;
    private final boolean normalized;
    private final double smoothing;
    private final double[] sideWeights;
    private final double[] columnWeights;
    private final double[] gammas;

    VariantObjective(References variant) {
        this.variant = variant;
        this.family = variant.text("family");
        this.normalized = variant.flag("normalized");
        this.smoothing = numberOr(variant, "labelSmoothing", 0.0);
        boolean columnsWeighted = family.equals("ovr") || family.equals("multilabel");
        this.sideWeights = sideWeights(variant, columnsWeighted);
        this.columnWeights = columnsWeighted ? numbersOr(variant, "classWeights", EQUAL) : EQUAL;
        double gamma = variant.number("gamma");
        this.gammas = numbersOr(variant, "sideGammas", new double[] {gamma, gamma, gamma});
    }

    private static double[] sideWeights(References variant, boolean columnsWeighted) {
        if (!variant.text("alpha").isEmpty()) {
            return new double[] {1.0 - variant.number("alpha"), variant.number("alpha")};
        }
        return columnsWeighted ? EQUAL : numbersOr(variant, "classWeights", EQUAL);
    }

    private static double[] numbersOr(References variant, String column, double[] otherwise) {
        return variant.text(column).isEmpty() ? otherwise : variant.numbers(column);
    }

    private static double numberOr(References variant, String column, double otherwise) {
        return variant.text(column).isEmpty() ? otherwise : variant.number(column);
    }

    /** The objective of a model on rows of label, weight and features. */
    double at(Matrix coefficients, Vector intercepts, List<Row> rows) {
        double squares = Arrays.stream(coefficients.toArray()).map(x -> x * x).sum();
        return lossAt(coefficients, intercepts, rows) + variant.number("regParam") / 2.0 * squares;
    }

    /** F of variant_fits.py: the objective without its penalty. */
    double lossAt(Matrix coefficients, Vector intercepts, List<Row> rows) {
        int numColumns = family.equals("multinomial") ? 1 : intercepts.size();
        double[] over = new double[numColumns];
        double[] under = new double[numColumns];
        for (Row row : rows) {
            double[] margins = coefficients.multiply(row.<Vector>getAs(2)).toArray();
            for (int k = 0; k < margins.length; k++) {
                margins[k] += intercepts.apply(k);
            }
            for (int c = 0; c < numColumns; c++) {
                double label = label(row, c);
                if (!Double.isNaN(label)) {
                    double[] sides = family.equals("multinomial") ? softmax(margins) : sigmoids(margins[c]);
                    over[c] += row.getDouble(1) * columnWeights[c] * loss(sides, (int) label);
                    under[c] += row.getDouble(1) * divisor(sides, (int) label);
                }
            }
        }
        return quotient(over, under);
    }

    private double quotient(double[] over, double[] under) {
        if (normalized && family.equals("multilabel")) {
            return Arrays.stream(over).sum() / Arrays.stream(under).sum();
        }
        return IntStream.range(0, over.length)
                .mapToDouble(c -> over[c] / under[c])
                .sum();
    }

    private double label(Row row, int column) {
        return switch (family) {
            case "ovr" -> row.getDouble(0) == column ? 1.0 : 0.0;
            case "multilabel" -> row.<Vector>getAs(0).apply(column);
            default -> row.getDouble(0);
        };
    }

    private static double[] sigmoids(double margin) {
        return new double[] {1.0 / (1.0 + Math.exp(margin)), 1.0 / (1.0 + Math.exp(-margin))};
    }

    private static double[] softmax(double[] margins) {
        double sum = Arrays.stream(margins).map(Math::exp).sum();
        return Arrays.stream(margins).map(margin -> Math.exp(margin) / sum).toArray();
    }

    /** Loss of an entry: every side counts by its share of the label and its weight. */
    private double loss(double[] sides, int label) {
        double loss = 0.0;
        for (int k = 0; k < sides.length; k++) {
            double p = sides[k];
            double poly1 = numberOr(variant, "polyEpsilon", 0.0) * Math.pow(1.0 - p, gammas[k] + 1.0);
            loss += share(k, label, sides.length) * sideWeights[k] * (factor(p, k) * -Math.log(p) + poly1);
        }
        return loss;
    }

    private double divisor(double[] sides, int label) {
        if (!normalized) {
            return sideWeights[label];
        }
        return IntStream.range(0, sides.length)
                .mapToDouble(k -> share(k, label, sides.length) * factor(sides[k], k))
                .sum();
    }

    /** Share of a side in a smoothed label. */
    private double share(int side, int label, int numSides) {
        return (side == label ? 1.0 - smoothing : 0.0) + smoothing / numSides;
    }

    private double factor(double p, int side) {
        double threshold = numberOr(variant, "reducedThreshold", 0.0);
        return p < threshold ? 1.0 : Math.pow((1.0 - p) / (1.0 - threshold), gammas[side]);
    }
}
