package org.focalspark.loss;

/**
 * Softmax as one class against all others together, without ever forming the sum of all exponentials as a number.
 *
 * <pre>
 *   zeta_k = logit_k - log(sum over j != k of exp(logit_j)),   sigmoid(zeta_k) = softmax(logits)_k
 * </pre>
 */
public final class Softmax {
    private Softmax() {}

    /**
     * The logit of one class against all others.
     *
     * @param logits margin of each class
     * @param label the class
     * @param othersSoftmax receives the softmax of the others among themselves, 0 for the class itself
     * @return zeta
     */
    public static double against(double[] logits, int label, double[] othersSoftmax) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < logits.length; k++) {
            largest = k == label ? largest : Math.max(largest, logits[k]);
        }
        double sum = 0.0;
        for (int k = 0; k < logits.length; k++) {
            othersSoftmax[k] = k == label ? 0.0 : Math.exp(logits[k] - largest);
            sum += othersSoftmax[k];
        }
        for (int k = 0; k < logits.length; k++) {
            othersSoftmax[k] /= sum;
        }
        return logits[label] - largest - Math.log(sum);
    }

    /** Index of the largest logit. */
    static int top(double[] logits) {
        int top = 0;
        for (int k = 1; k < logits.length; k++) {
            top = logits[k] > logits[top] ? k : top;
        }
        return top;
    }

    /**
     * The logit of every class against all others, in time linear in their number.
     *
     * <p>For all classes but the top one, the others' sum contains the top one's 1, so that taking the class out of the sum
     * of all costs no digit.
     *
     * @param logits margin of each class, finite
     * @param powers receives exp(logit - top logit)
     * @param sums receives the sum of these over the other classes; for the top class in units of the second largest
     * @return zeta of each class
     */
    static double[] against(double[] logits, double[] powers, double[] sums) {
        int top = top(logits);
        double[] zetas = new double[logits.length];
        double all = 0.0;
        for (int k = 0; k < logits.length; k++) {
            powers[k] = Math.exp(logits[k] - logits[top]);
            all += powers[k];
        }
        for (int k = 0; k < logits.length; k++) {
            sums[k] = all - powers[k];
            zetas[k] = logits[k] - logits[top] - Math.log(sums[k]);
        }
        double second = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < logits.length; k++) {
            second = k == top ? second : Math.max(second, logits[k]);
        }
        sums[top] = 0.0;
        for (int k = 0; k < logits.length; k++) {
            sums[top] += k == top ? 0.0 : Math.exp(logits[k] - second);
        }
        zetas[top] = logits[top] - second - Math.log(sums[top]);
        return zetas;
    }
}
