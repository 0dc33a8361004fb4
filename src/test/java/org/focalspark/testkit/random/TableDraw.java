package org.focalspark.testkit.random;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.focalspark.testkit.random.RandomTable.Shape;
import org.jspecify.annotations.Nullable;

/** Draws the rows of a case. */
final class TableDraw {
    private static final int MAX_FEATURES = 8;
    private static final int WEIGHT_KINDS = 10;
    private static final int HOSTILE_WEIGHT_KINDS = 9;

    private final SplittableRandom random;
    private final boolean multilabel;
    private final boolean hostile;
    private final int numRows;
    private final int numFeatures;
    private final List<double[]> columns;

    private TableDraw(SplittableRandom random, boolean multilabel) {
        this.random = random;
        this.multilabel = multilabel;
        this.hostile = random.nextInt(5) < 2;
        this.numRows = numRows();
        this.numFeatures = random.nextInt(30) == 0 ? 0 : 1 + random.nextInt(MAX_FEATURES);
        this.columns = RandomColumns.draw(random, numRows, numFeatures, hostile);
    }

    static RandomTable draw(SplittableRandom random, boolean multilabel) {
        return new TableDraw(random, multilabel).table();
    }

    private int numRows() {
        return switch (random.nextInt(12)) {
            case 0 -> hostile ? random.nextInt(4) : 2 + random.nextInt(4);
            case 1 -> 61 + random.nextInt(240);
            default -> 4 + random.nextInt(57);
        };
    }

    private RandomTable table() {
        int numLabels = multilabel ? 1 + random.nextInt(4) : numClasses();
        List<Vector> features = vectors();
        List<double[]> labels = new ArrayList<>();
        for (int k = 0; k < (multilabel ? numLabels : 1); k++) {
            labels.add(multilabel ? binary() : classes(numLabels));
        }
        double[] weights = hostile && random.nextInt(2) == 0 ? hostileWeights() : weights();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < numRows; i++) {
            int row = i;
            Object label = multilabel
                    ? labelVector(labels.stream().mapToDouble(of -> of[row]).toArray())
                    : badOr(labels.get(0)[i]);
            rows.add(RowFactory.create(label, spoilt(weights[i]), spoilt(features.get(i))));
        }
        Shape shape = new Shape(numFeatures, multilabel ? numLabels : Math.max(2, numLabels), hostile);
        return new RandomTable(rows, multilabel, shape, 1 + random.nextInt(random.nextInt(8) == 0 ? 8 : 2));
    }

    private int numClasses() {
        int draw = random.nextInt(10);
        return draw == 0 ? 1 : draw < 7 ? 2 : 3 + random.nextInt(3);
    }

    private List<Vector> vectors() {
        int storage = random.nextInt(3);
        List<Vector> vectors = new ArrayList<>();
        for (int i = 0; i < numRows; i++) {
            int row = i;
            Vector dense = Vectors.dense(
                    columns.stream().mapToDouble(column -> column[row]).toArray());
            boolean sparse = storage == 0 || (storage == 1 && random.nextBoolean());
            vectors.add(sparse ? dense.toSparse() : dense);
        }
        return vectors;
    }

    /** A score of each row, which labels follow more or less, or to the letter. */
    private double[] scores() {
        double noise = random.nextInt(4) == 0 ? 0.0 : random.nextDouble(0.2, 3.0);
        double[] scores = new double[numRows];
        for (double[] column : columns) {
            double slope = random.nextGaussian();
            for (int i = 0; i < numRows; i++) {
                double value = column[i] / (1.0 + Math.abs(column[i]));
                scores[i] += Double.isNaN(value) ? 0.0 : slope * value;
            }
        }
        for (int i = 0; i < numRows; i++) {
            scores[i] += noise * random.nextGaussian();
        }
        return scores;
    }

    private double[] binary() {
        double[] labels = above(scores(), random.nextDouble(0.02, 0.98));
        double unknown = random.nextInt(3) == 0 ? random.nextDouble(0.5) : 0.0;
        for (int i = 0; i < numRows; i++) {
            labels[i] = random.nextDouble() < unknown ? Double.NaN : labels[i];
        }
        return labels;
    }

    /** Class indices, of which one may be missing. */
    private double[] classes(int numClasses) {
        double[] labels = new double[numRows];
        if (numClasses == 1) {
            Arrays.fill(labels, random.nextInt(2));
            return labels;
        }
        double[] scores = scores();
        for (int k = 1; k < numClasses; k++) {
            double[] above = above(scores, k / (double) numClasses + random.nextDouble(-0.2, 0.2));
            for (int i = 0; i < numRows; i++) {
                labels[i] = above[i] > 0.0 ? k : labels[i];
            }
        }
        int missing = random.nextInt(8);
        for (int i = 0; i < numRows; i++) {
            labels[i] = labels[i] == missing ? numClasses - 1.0 : labels[i];
        }
        return labels;
    }

    /** 1 for scores above a share of all, 0 for the others. */
    private double[] above(double[] scores, double share) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        int place = (int) Math.min(Math.max(share * numRows, 0.0), numRows - 1.0);
        double limit = numRows == 0 ? 0.0 : sorted[place];
        return Arrays.stream(scores).map(score -> score >= limit ? 1.0 : 0.0).toArray();
    }

    private @Nullable Double badOr(double label) {
        if (!hostile || random.nextInt(25 * Math.max(numRows, 1)) > 0) {
            return label;
        }
        double[] bad = {0.5, -1.0, Double.NaN, Double.POSITIVE_INFINITY, 2e9, 30.0};
        int kind = random.nextInt(bad.length + 1);
        return kind == bad.length ? null : (Double) bad[kind];
    }

    private @Nullable Vector labelVector(double[] labels) {
        if (hostile && random.nextInt(25 * Math.max(numRows, 1)) == 0) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    return null;
                }
                case 1 -> {
                    return Vectors.dense(new double[0]);
                }
                case 2 -> {
                    return Vectors.dense(Arrays.copyOf(labels, labels.length + 1));
                }
                default -> labels[0] = 2.0;
            }
        }
        Vector dense = Vectors.dense(labels);
        return random.nextInt(4) == 0 ? dense.toSparse() : dense;
    }

    private double[] weights() {
        double[] weights = new double[numRows];
        int kind = random.nextInt(WEIGHT_KINDS);
        double scale = Math.pow(10.0, random.nextDouble(-6.0, 6.0));
        Arrays.setAll(weights, i -> switch (kind) {
            case 0, 1, 2, 3, 4 -> 1.0 + random.nextInt(4);
            case 5 -> random.nextInt(3);
            case 6 -> scale * random.nextDouble(0.1, 1.0);
            case 7 -> random.nextInt(10) == 0 ? 100.0 : 1.0;
            default -> random.nextDouble(0.5, 2.0);
        });
        return weights;
    }

    private double[] hostileWeights() {
        double[] weights = weights();
        int kind = random.nextInt(HOSTILE_WEIGHT_KINDS);
        double[] single = {1e300, 1e-300, 1e150, -1.0, Double.NaN};
        for (int i = 0; i < numRows; i++) {
            weights[i] = switch (kind) {
                case 0 -> 0.0;
                case 1 -> 1e-300;
                case 2 -> 1e140;
                case 3 -> Math.pow(10.0, random.nextDouble(-300.0, 150.0));
                default -> weights[i];
            };
        }
        if (kind >= 4 && numRows > 0) {
            weights[random.nextInt(numRows)] = single[kind - 4];
        }
        return weights;
    }

    /** A missing weight stands for a missing value; NaN is drawn with the weights. */
    private @Nullable Double spoilt(double weight) {
        return hostile && random.nextInt(60 * Math.max(numRows, 1)) == 0 ? null : (Double) weight;
    }

    private @Nullable Vector spoilt(Vector features) {
        if (!hostile || random.nextInt(60 * Math.max(numRows, 1)) > 0) {
            return features;
        }
        return random.nextBoolean()
                ? null
                : Vectors.dense(Collections.nCopies(numFeatures + 1, 1.0).stream()
                        .mapToDouble(value -> value)
                        .toArray());
    }
}
