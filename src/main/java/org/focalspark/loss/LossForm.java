package org.focalspark.loss;

import java.io.Serializable;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * Loss kind and modifications shared by all classes and gammas of a loss. Immutable and thread-safe.
 *
 * <p>Not a record: the sums of an evaluator contain it, and Spark's Kryo cannot read records.
 */
public final class LossForm implements Serializable {
    private static final long serialVersionUID = 1L;

    private final LossKind kind;
    private final double[] options;
    private final boolean normalized;

    /** Number that modifies a loss: its name as a param and in a saved model, and its range. */
    public enum Option {
        /** Extra weight of the first polynomial term. Only {@link LossKind#POLY1_FOCAL} uses it. */
        POLY_EPSILON("polyEpsilon", 1, 1.0, "finite") {
            @Override
            public boolean accepts(double value) {
                return Double.isFinite(value);
            }
        },
        /** Probability below which the focal factor is 1; NaN if the loss is not reduced. */
        REDUCED_THRESHOLD("reducedThreshold", 1, Double.NaN, "in (0, 1)") {
            @Override
            public boolean accepts(double value) {
                return Double.isNaN(value) || (value > 0.0 && value < 1.0);
            }
        },
        /** Share of each label that is spread over all classes. */
        LABEL_SMOOTHING("labelSmoothing", 1, 0.0, "in [0, 1)") {
            @Override
            public boolean accepts(double value) {
                return value >= 0.0 && value < 1.0;
            }
        };

        private final String text;
        private final int since;
        private final double absent;
        private final String range;

        Option(String text, int since, double absent, String range) {
            this.text = text;
            this.since = since;
            this.absent = absent;
            this.range = range;
        }

        /**
         * Returns the name of the param, which is also that of the column of a saved model.
         *
         * @return name
         */
        public String text() {
            return text;
        }

        /**
         * Returns the first version of the saved format of models that has the option.
         *
         * @return version, &gt;= 1
         */
        public int since() {
            return since;
        }

        /**
         * Returns the value of a form for which none is given.
         *
         * @return value of a loss without this option
         */
        public double absent() {
            return absent;
        }

        /**
         * Returns the range as the end of a message.
         *
         * @return for example "in [0, 1)"
         */
        public String range() {
            return range;
        }

        /**
         * Returns whether a form may have a value.
         *
         * @param value any number
         * @return whether it is in range
         */
        public abstract boolean accepts(double value);
    }

    /**
     * Creates a form.
     *
     * @param kind kind of the loss
     * @param values value of each option
     * @param normalized whether the loss is divided by the sum of its focal factors
     */
    public LossForm(LossKind kind, ToDoubleFunction<Option> values, boolean normalized) {
        this.kind = kind;
        this.options = Arrays.stream(Option.values()).mapToDouble(values).toArray();
        this.normalized = normalized;
    }

    /**
     * Returns the value of an option.
     *
     * @param option option
     * @return value, in range if the form was created from params
     */
    @SuppressWarnings("EnumOrdinal") // an array in the order of the enum, which Kryo can read
    public double option(Option option) {
        return options[option.ordinal()];
    }

    /**
     * Returns the kind of the loss.
     *
     * @return kind
     */
    public LossKind kind() {
        return kind;
    }

    /**
     * Returns the extra weight of the first polynomial term.
     *
     * @return &gt; -1; unused unless the kind is {@link LossKind#POLY1_FOCAL}
     */
    public double polyEpsilon() {
        return option(Option.POLY_EPSILON);
    }

    /**
     * Returns the probability below which the focal factor is 1.
     *
     * @return in (0, 1), or NaN if the loss is not reduced
     */
    public double reducedThreshold() {
        return option(Option.REDUCED_THRESHOLD);
    }

    /**
     * Returns the label smoothing.
     *
     * @return share of each label that is spread over all classes, in [0, 1)
     */
    public double smoothing() {
        return option(Option.LABEL_SMOOTHING);
    }

    /**
     * Returns whether the loss is divided by the sum of its focal factors.
     *
     * @return true if {@link #finished} normalizes
     */
    public boolean normalized() {
        return normalized;
    }

    /**
     * Returns whether the loss is reduced below a threshold.
     *
     * @return true if reducedThreshold is not NaN
     */
    public boolean isReduced() {
        return !Double.isNaN(reducedThreshold());
    }

    /**
     * Creates the pointwise loss of one side of a binary loss, or of one class of a softmax loss.
     *
     * @param gamma focusing parameter, &gt;= 0 and finite
     * @return loss of a signed margin, without class weight, smoothing and normalization
     * @throws IllegalArgumentException if gamma or a value of this form is out of range
     */
    public PointwiseLoss pointwise(double gamma) {
        return kind.of(gamma, this);
    }

    /**
     * Creates a binary loss, without normalization.
     *
     * <p>The ratio of the two sums sets the scale of {@link LossKind#CONVEX_FOCAL} with equal gammas. Other losses
     * ignore it.
     *
     * @param gammas focusing parameters of label 0 and label 1, each &gt;= 0 and finite
     * @param weights class weights of label 0 and label 1, each &gt;= 0
     * @param negativeSum sum of the instance weights with label 0
     * @param positiveSum sum of the instance weights with label 1
     * @return binary loss
     * @throws IllegalArgumentException if a gamma or a value of this form is out of range
     */
    public BinaryLoss binary(double[] gammas, double[] weights, double negativeSum, double positiveSum) {
        ClassWeights classWeights = ClassWeights.of(weights);
        PointwiseLoss negative = pointwise(gammas[0]);
        PointwiseLoss positive = pointwise(gammas[1]);
        BinaryLoss plain = new BinaryLoss(negative, positive, classWeights, smoothing());
        if (gammas[0] != gammas[1]) {
            return plain;
        }
        PointwiseLoss both = kind.ofBothSides(gammas[0], this, plain.logOdds(negativeSum, positiveSum));
        return new BinaryLoss(both, both, classWeights, smoothing());
    }

    /**
     * Creates a softmax loss, without normalization.
     *
     * @param gammas focusing parameter of each class, each &gt;= 0 and finite
     * @param classWeights weight of each class, same length
     * @return softmax loss
     * @throws IllegalArgumentException if there are no classes, the lengths differ, or a value is out of range
     */
    public SoftmaxLoss softmax(double[] gammas, double[] classWeights) {
        PointwiseLoss[] losses = new PointwiseLoss[gammas.length];
        for (int k = 0; k < losses.length; k++) {
            losses[k] = pointwise(gammas[k]);
        }
        return new SoftmaxLoss(losses, classWeights, smoothing());
    }

    /**
     * Applies the normalization of this form to a loss.
     *
     * @param loss loss of this form
     * @return the loss divided by the sum of its focal factors if this form is normalized, else the loss itself
     */
    public MarginLoss finished(SeparableLoss loss) {
        return normalized ? new NormalizedLoss(loss) : loss;
    }
}
