package org.focalspark.testkit.random;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Vectors;
import org.focalspark.loss.LossKind;
import org.focalspark.testkit.random.RandomTable.Shape;

/** Draws values of params, most of them valid, for a table of a shape. */
final class ParamDraw {
    private static final String[] OTHER_LOSSES = Arrays.stream(LossKind.values())
            .filter(kind -> kind != LossKind.FOCAL)
            .map(LossKind::text)
            .toArray(String[]::new);

    private final SplittableRandom random;
    private final Shape shape;
    private final boolean multilabel;
    private final Map<String, Object> values = new TreeMap<>();

    private ParamDraw(SplittableRandom random, RandomTable table) {
        this.random = random;
        this.shape = table.shape();
        this.multilabel = table.multilabel();
    }

    /**
     * Values by the name of the param.
     *
     * @param asSpark whether gamma is 0 and only params that Spark's LogisticRegression has are set
     */
    static Map<String, Object> draw(SplittableRandom random, RandomTable table, boolean asSpark) {
        ParamDraw draw = new ParamDraw(random, table);
        draw.addTraining();
        draw.addDecision();
        if (!draw.multilabel) {
            draw.addFamilyAndBounds(asSpark);
        }
        if (asSpark) {
            draw.values.put("gamma", 0.0);
        } else {
            draw.addFocus();
            draw.addWeights();
            draw.addForm();
            draw.addCalibration();
        }
        return draw.values;
    }

    private boolean oneIn(int count) {
        return random.nextInt(count) == 0;
    }

    private double oneOf(double... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String oneOf(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private void addTraining() {
        values.put("maxIter", (int) oneOf(0, 1, 2, 3, 4, 5, 10, 25));
        values.put("tol", oneOf(0.0, 1e-12, 1e-9, 1e-6, 1e-6, 1e-3));
        values.put("regParam", oneOf(0.0, 0.0, 1e-6, 1e-3, 0.01, 0.01, 0.1, 1.0, 1e3));
        if (oneIn(4)) {
            values.put("elasticNetParam", oneOf(0.5, 1.0, random.nextDouble()));
        }
        if (oneIn(4)) {
            values.put("fitIntercept", false);
        }
        if (oneIn(3)) {
            values.put("standardization", false);
        }
        if (oneIn(8)) {
            values.put("aggregationDepth", 2 + random.nextInt(2));
        }
        if (oneIn(4)) {
            values.put("maxBlockSizeInMB", oneOf(1e-5, 1e-3, 1.0));
        }
        if (!oneIn(3)) {
            values.put("weightCol", "weight");
        }
    }

    private void addDecision() {
        if (oneIn(6)) {
            values.put("threshold", oneOf(0.0, 0.3, 0.9, 1.0));
        } else if (oneIn(6)) {
            double[] thresholds = perLabel(() -> random.nextDouble());
            if (oneIn(4)) {
                thresholds[0] = 0.0;
            }
            values.put("thresholds", thresholds);
        }
    }

    private void addFamilyAndBounds(boolean asSpark) {
        if (oneIn(2)) {
            values.put(
                    "family",
                    asSpark ? oneOf("binomial", "multinomial") : oneOf("binomial", "multinomial", "ovr", "ovr"));
        }
        if (!oneIn(6)) {
            return;
        }
        boolean one = shape.numLabels() == 2
                && !values.getOrDefault("family", "auto").toString().matches("multinomial|ovr");
        int margins = one ? 1 : shape.numLabels();
        if (!oneIn(5)) {
            values.remove("elasticNetParam");
        }
        double[] lower = new double[margins * shape.numFeatures()];
        double[] upper = new double[lower.length];
        Arrays.setAll(lower, i -> oneOf(Double.NEGATIVE_INFINITY, 0.0, -0.5, -2.0));
        Arrays.setAll(upper, i -> lower[i] + oneOf(Double.POSITIVE_INFINITY, 0.0, 0.5, 3.0));
        Arrays.setAll(upper, i -> Double.isFinite(lower[i]) ? upper[i] : oneOf(Double.POSITIVE_INFINITY, 0.0, 0.7));
        values.put("lowerBoundsOnCoefficients", new DenseMatrix(margins, shape.numFeatures(), lower));
        values.put("upperBoundsOnCoefficients", new DenseMatrix(margins, shape.numFeatures(), upper));
        if (oneIn(3)) {
            double[] least = new double[margins];
            Arrays.setAll(least, i -> oneOf(Double.NEGATIVE_INFINITY, -1.0, 0.0));
            values.put("lowerBoundsOnIntercepts", Vectors.dense(least));
        }
    }

    private double focus() {
        return oneIn(20) ? oneOf(-1.0, 50.0, 200.0, 1e3) : oneOf(0.0, 0.5, 1.0, 1.5, 2.0, 2.0, 3.0, 5.0, 10.0);
    }

    private void addFocus() {
        if (!oneIn(4)) {
            values.put("gamma", focus());
        }
        if (oneIn(6)) {
            values.put("gammas", perLabel(this::focus));
        } else if (oneIn(5)) {
            values.put("gammaPositive", focus());
            if (oneIn(2)) {
                values.put("gammaNegative", focus());
            }
        }
    }

    private double weight() {
        double size = shape.hostile() && oneIn(6) ? 200.0 : 2.0;
        return Math.pow(10.0, random.nextDouble(-size, size));
    }

    private void addWeights() {
        switch (random.nextInt(9)) {
            case 0 -> values.put("alpha", oneOf(0.0, 1.0, 1e-9, 0.25, 0.75, 0.9));
            case 1 -> values.put("alphas", perLabel(() -> oneOf(0.1, 0.25, 0.5, 0.75, 0.999)));
            case 2 -> values.put("classWeights", perLabel(this::weight));
            case 3 -> values.put("classWeightMode", "balanced");
            case 4 -> {
                values.put("classWeightMode", "effectiveNumber");
                values.put("beta", oneOf(0.0, 0.5, 0.99, 0.9999));
            }
            default -> {}
        }
        if (oneIn(10)) {
            values.put("ignoreLabel", oneOf(-1.0, 0.0, 1.0, 2.0));
        }
    }

    private void addForm() {
        if (oneIn(3)) {
            values.put("loss", oneOf(OTHER_LOSSES));
            if (oneIn(2)) {
                values.put("polyEpsilon", oneOf(-0.9, -0.5, 0.0, 2.0, 10.0));
            }
        }
        if (oneIn(8)) {
            values.put("labelSmoothing", oneOf(1e-3, 0.1, 0.5, 0.999));
        }
        if (oneIn(8)) {
            values.put("reducedThreshold", oneOf(1e-3, 0.3, 0.5, 0.9));
        }
        if (oneIn(8)) {
            values.put("normalized", true);
        }
        if (oneIn(12)) {
            values.put("initialModel", true);
        }
    }

    private void addCalibration() {
        if (oneIn(3)) {
            values.put("calibration", oneOf("none", "focal", "posterior"));
        }
        if (oneIn(7)) {
            double[] prior = perLabel(() -> oneIn(12) ? 0.0 : random.nextDouble(0.01, 1.0));
            double sum = multilabel ? 1.0 : Arrays.stream(prior).sum();
            values.put(
                    "targetPrior",
                    Arrays.stream(prior).map(share -> share / sum).toArray());
        }
    }

    /** As many values as there are labels, or now and then another number. */
    private double[] perLabel(DoubleSupplier value) {
        double[] all = new double[oneIn(25) ? 1 + shape.numLabels() : shape.numLabels()];
        Arrays.setAll(all, k -> value.getAsDouble());
        return all;
    }
}
