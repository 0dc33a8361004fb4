package org.focalspark;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.ClassBalance;
import org.focalspark.loss.ClassWeights;
import org.focalspark.loss.ConvexFocalLoss;
import org.focalspark.loss.FocalLoss;
import org.focalspark.loss.MarginLoss;
import org.focalspark.loss.OneVsRestLoss;
import org.focalspark.loss.PointwiseLoss;
import org.focalspark.loss.SoftmaxLoss;
import org.jspecify.annotations.Nullable;

/** The loss that the params of a stage describe, and what contradicts itself in them. */
final class LossParams {
    static final String BINOMIAL = "binomial";
    static final String MULTINOMIAL = "multinomial";
    static final String OVR = "ovr";
    private static final String NONE = "none";
    static final String FOCAL = "focal";
    static final String CONVEX_FOCAL = "convexFocal";

    private final FocalParams params;
    private final String family;
    private final String loss;
    private final String mode;

    LossParams(FocalParams params) {
        this.params = params;
        this.loss = params.getLoss().equalsIgnoreCase(CONVEX_FOCAL) ? CONVEX_FOCAL : FOCAL;
        this.mode = params.getClassWeightMode().toLowerCase(Locale.ROOT);
        this.family = params.getFamily().toLowerCase(Locale.ROOT);
    }

    /** Throws an IllegalArgumentException that names both params of a contradiction. */
    void check() {
        if (params.isSet(params.alpha()) && params.isSet(params.classWeights()) && !family.equals(OVR)) {
            throw new IllegalArgumentException(String.format(
                    "alpha (%s) and classWeights (%s) both weigh the classes. Set one of them.",
                    params.getAlpha(), Arrays.toString(params.getClassWeights())));
        }
        if (params.isSet(params.alpha()) && params.isSet(params.alphas())) {
            throw new IllegalArgumentException(String.format(
                    "alpha (%s) and alphas (%s) both weigh the sides of a column. Set one of them.",
                    params.getAlpha(), Arrays.toString(params.getAlphas())));
        }
        if (family.equals(OVR)) {
            requireInside("alpha", params.isSet(params.alpha()) ? params.getAlpha() : 0.5);
            for (double alpha : params.isSet(params.alphas()) ? params.getAlphas() : new double[0]) {
                requireInside("alphas", alpha);
            }
        }
        if (!mode.equals(NONE) && !family.equals(OVR)) {
            refuseBoth("classWeightMode", params.alpha());
        }
        if (!mode.equals(NONE)) {
            refuseBoth("classWeightMode", params.classWeights());
        }
        String calibration = params.getCalibration().toLowerCase(Locale.ROOT);
        if (calibration.equals("posterior") && params.isDefined(params.alpha())) {
            double alpha = params.getAlpha();
            // With all weight on one class there is no way back to the odds of both.
            if (alpha == 0.0 || alpha == 1.0) {
                throw new IllegalArgumentException(String.format(
                        "calibration 'posterior' needs an alpha strictly between 0 and 1, but alpha was %s.", alpha));
            }
        }
    }

    /** Weights of the rows by their class, or empty if they follow from the data. */
    Optional<ClassWeights> givenClassWeights() {
        if (family.equals(OVR)) {
            return Optional.of(ClassWeights.equal()); // a row counts in every column
        }
        return mode.equals(NONE) ? Optional.of(explicitClassWeights()) : Optional.empty();
    }

    private ClassWeights explicitClassWeights() {
        if (params.isSet(params.alpha())) {
            return ClassWeights.of(1.0 - params.getAlpha(), params.getAlpha());
        }
        return params.isSet(params.classWeights()) ? ClassWeights.of(params.getClassWeights()) : ClassWeights.equal();
    }

    /** Weights of the classes: of their rows, or of their columns in one-vs-rest. */
    private double[] classWeights(double[] weightSums) {
        if (mode.equals(NONE)) {
            return explicitClassWeights().toArray(weightSums.length);
        }
        ClassBalance balance = mode.equals("balanced") ? ClassBalance.BALANCED : ClassBalance.EFFECTIVE_NUMBER;
        return balance.of(weightSums, params.getBeta()).toArray(weightSums.length);
    }

    /**
     * The loss for a number of classes.
     *
     * @param weightSums sum of the instance weights of each class
     * @throws IllegalArgumentException that names the param that does not fit the classes
     */
    MarginLoss loss(int numClasses, double[] weightSums) {
        if (family.equals(BINOMIAL) && numClasses > 2) {
            throw new IllegalArgumentException(String.format(
                    "Binomial family only supports 1 or 2 outcome classes but found %d. Set family to multinomial or"
                            + " auto.",
                    numClasses));
        }
        if (!family.equals(OVR)) {
            refuse(params.alphas(), numClasses > 2 ? MULTINOMIAL : BINOMIAL, "alpha or classWeights");
        }
        int classes = Math.max(numClasses, 2);
        requireOnePerClass(
                "classWeights", params.isSet(params.classWeights()) ? params.getClassWeights() : null, classes);
        if (family.equals(OVR)) {
            return oneVsRest(weightSums);
        }
        return family.equals(MULTINOMIAL) || numClasses > 2 ? softmax(weightSums) : binary(weightSums);
    }

    private MarginLoss binary(double[] weightSums) {
        refuse(params.gammas(), BINOMIAL, "gammaPositive and gammaNegative");
        double[] gammas = {gammaOr(params.gammaNegative()), gammaOr(params.gammaPositive())};
        double[] weights = classWeights(weightSums);
        double logOdds = Math.log(weights[1] * weightSums[1] / (weights[0] * weightSums[0]));
        return binary(loss, gammas, weights, logOdds);
    }

    /** A binary loss; the log-odds of the weighted classes set the scale of a convex one. */
    static MarginLoss binary(String loss, double[] gammas, double[] classWeights, double logOdds) {
        PointwiseLoss negative;
        PointwiseLoss positive;
        if (loss.equals(CONVEX_FOCAL) && gammas[0] == gammas[1]) {
            negative = ConvexFocalLoss.inLogOdds(gammas[0], logOdds);
            positive = negative;
        } else {
            negative = pointwise(loss, gammas[0]);
            positive = pointwise(loss, gammas[1]);
        }
        return new BinaryLoss(negative, positive, classWeights[0], classWeights[1]);
    }

    static MarginLoss softmax(String loss, double[] gammas, double[] classWeights) {
        PointwiseLoss[] losses =
                Arrays.stream(gammas).mapToObj(gamma -> pointwise(loss, gamma)).toArray(PointwiseLoss[]::new);
        return new SoftmaxLoss(losses, classWeights);
    }

    /** Every class against the rest, each column divided by its own sum of w a, as a binary fit of it would be. */
    private MarginLoss oneVsRest(double[] weightSums) {
        int numClasses = weightSums.length;
        requireOnePerClass("gammas", params.isSet(params.gammas()) ? params.getGammas() : null, numClasses);
        requireOnePerClass("alphas", params.isSet(params.alphas()) ? params.getAlphas() : null, numClasses);
        double[] importances = columnImportances(weightSums);
        double all = Arrays.stream(weightSums).sum();
        BinaryLoss[] columns = new BinaryLoss[numClasses];
        double[] columnWeights = new double[numClasses];
        for (int c = 0; c < numClasses; c++) {
            double[] sides = sidesOf(c);
            double negative = sides[0] * (all - weightSums[c]);
            double positive = sides[1] * weightSums[c];
            columns[c] = (BinaryLoss) binary(loss, gammasOf(c), sides, Math.log(positive / negative));
            columnWeights[c] = negative + positive == 0.0 ? 0.0 : importances[c] * all / (negative + positive);
        }
        return new OneVsRestLoss(columns, columnWeights);
    }

    /** In one-vs-rest alpha weighs inside the columns, so it is not among the weights of the columns. */
    private double[] columnImportances(double[] weightSums) {
        if (!mode.equals(NONE) || params.isSet(params.classWeights())) {
            return mode.equals(NONE) ? params.getClassWeights() : classWeights(weightSums);
        }
        return ClassWeights.equal().toArray(weightSums.length);
    }

    /** Class weights of the rest and of the class in a column. */
    private double[] sidesOf(int column) {
        if (params.isSet(params.alphas())) {
            return new double[] {1.0 - params.getAlphas()[column], params.getAlphas()[column]};
        }
        return params.isSet(params.alpha())
                ? new double[] {1.0 - params.getAlpha(), params.getAlpha()}
                : new double[] {1.0, 1.0};
    }

    /** Focusing parameters of the rest and of the class in a column. */
    private double[] gammasOf(int column) {
        double gamma = params.isSet(params.gammas()) ? params.getGammas()[column] : params.getGamma();
        return new double[] {
            params.isSet(params.gammaNegative()) ? params.getGammaNegative() : gamma,
            params.isSet(params.gammaPositive()) ? params.getGammaPositive() : gamma
        };
    }

    private void refuseBoth(String param, Param<?> other) {
        if (params.isSet(other)) {
            throw new IllegalArgumentException(
                    String.format("%s and %s both weigh the classes. Set one of them.", param, other.name()));
        }
    }

    private static PointwiseLoss pointwise(String loss, double gamma) {
        return loss.equals(CONVEX_FOCAL) ? new ConvexFocalLoss(gamma) : new FocalLoss(gamma);
    }

    private MarginLoss softmax(double[] weightSums) {
        int numClasses = weightSums.length;
        refuse(params.alpha(), MULTINOMIAL, "classWeights");
        refuse(params.gammaPositive(), MULTINOMIAL, "gammas");
        refuse(params.gammaNegative(), MULTINOMIAL, "gammas");
        double[] gammas = new double[numClasses];
        Arrays.fill(gammas, params.getGamma());
        if (params.isSet(params.gammas())) {
            gammas = params.getGammas();
            requireOnePerClass("gammas", gammas, numClasses);
        }
        return softmax(loss, gammas, classWeights(weightSums));
    }

    private double gammaOr(DoubleParam side) {
        return params.isSet(side) ? (Double) params.getOrDefault(side) : params.getGamma();
    }

    private void refuse(Param<?> param, String where, String instead) {
        if (params.isSet(param)) {
            throw new IllegalArgumentException(
                    String.format("%s does not apply to the %s family. Use %s instead.", param.name(), where, instead));
        }
    }

    /** A column with weight on one side only has no finite solution. */
    private static void requireInside(String param, double alpha) {
        if (!(alpha > 0.0 && alpha < 1.0)) {
            throw new IllegalArgumentException(
                    String.format("%s must be strictly between 0 and 1 in the ovr family, but was %s.", param, alpha));
        }
    }

    private static void requireOnePerClass(String param, double @Nullable [] values, int numClasses) {
        if (values != null && values.length != numClasses) {
            throw new IllegalArgumentException(String.format(
                    "%s must hold one value for each of %d classes, but has %d: %s.",
                    param, numClasses, values.length, Arrays.toString(values)));
        }
    }
}
