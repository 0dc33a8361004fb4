package org.focalspark;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.util.SizeEstimator;
import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.Calibration;
import org.focalspark.loss.MarginLoss;
import org.focalspark.loss.MultilabelLoss;
import org.focalspark.loss.NormalizedLoss;
import org.focalspark.training.TrainingResult;
import org.jspecify.annotations.Nullable;

/** What a fit has found, without the params: coefficients, the loss they minimise, and the base rates of the data. */
final class FittedModel implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Matrix coefficientMatrix;
    private final Vector interceptVector;
    private final MarginLoss loss;
    private final LossForm form;
    private final Calibration calibration;
    private final double[] priors;

    FittedModel(Matrix coefficientMatrix, Vector interceptVector, MarginLoss loss, LossForm form, double[] priors) {
        this.coefficientMatrix = coefficientMatrix;
        this.interceptVector = interceptVector;
        this.loss = loss;
        this.form = form;
        this.calibration = loss.calibration();
        this.priors = priors;
    }

    static FittedModel of(TrainingResult result, LossForm form) {
        Matrix matrix = new DenseMatrix(result.loss().numColumns(), result.numFeatures(), result.coefficients(), true)
                .compressed();
        return new FittedModel(matrix, Vectors.dense(result.intercepts()), result.loss(), form, result.priors());
    }

    Matrix coefficientMatrix() {
        return coefficientMatrix;
    }

    Vector interceptVector() {
        return interceptVector;
    }

    /** The loss that was minimised, which calibration undoes whatever the params say later. */
    MarginLoss loss() {
        return loss;
    }

    LossForm form() {
        return form;
    }

    Calibration calibration() {
        return calibration;
    }

    /** Base rate of each class or label in the training data. */
    double[] priors() {
        return priors;
    }

    int numFeatures() {
        return coefficientMatrix.numCols();
    }

    /** Bytes of the numbers of a dense model. */
    static long denseSize(int numMargins, int numFeatures) {
        return (long) Double.BYTES * numMargins * (numFeatures + 1L);
    }

    /** Bytes of the coefficients as they are stored. */
    long estimatedSize() {
        return SizeEstimator.estimate(coefficientMatrix) + SizeEstimator.estimate(interceptVector);
    }

    boolean isBinomial() {
        return separable() instanceof BinaryLoss;
    }

    boolean isMultilabel() {
        return separable() instanceof MultilabelLoss;
    }

    private MarginLoss separable() {
        return loss instanceof NormalizedLoss normalized ? normalized.unnormalized() : loss;
    }

    /**
     * Margins of a vector, one per column.
     *
     * @return NaN for a null vector that is kept
     * @throws IllegalArgumentException if it is null and not kept, or of another size than in training
     */
    double[] margins(@Nullable Vector features, VectorInput input) {
        if (features == null) {
            return marginsOfNull(input);
        }
        if (features.size() != numFeatures()) {
            throw new IllegalArgumentException(String.format(
                    "Column '%s' must hold vectors of size %d, as in training, but found one of size %d.",
                    input.column(), numFeatures(), features.size()));
        }
        double[] margins = coefficientMatrix.multiply(features).values();
        for (int k = 0; k < margins.length; k++) {
            margins[k] += interceptVector.apply(k);
        }
        return margins;
    }

    private double[] marginsOfNull(VectorInput input) {
        if (!input.keepsNull()) {
            throw new IllegalArgumentException("Column '" + input.column()
                    + "' must not hold null vectors. Drop or fill these rows first, or set handleInvalid to 'keep'.");
        }
        double[] margins = new double[interceptVector.size()];
        Arrays.fill(margins, Double.NaN);
        return margins;
    }
}
