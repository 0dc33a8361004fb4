package org.focalspark.training;

import org.focalspark.loss.BinaryFocalLoss;
import org.focalspark.objective.CoefficientLayout;

/**
 * Where the solver starts: zero coefficients and the intercept that minimises the objective among constant models.
 *
 * <p>At gamma = 0 that is Spark's start, the log-odds of the classes. With gamma &gt; 0 the log-odds would put every
 * positive of a rare class into the zone where the loss is not convex, and cost a third more passes.
 *
 * @param margin margin of all rows at the start
 * @param objective objective there, nats per unit of weight
 */
record StartPoint(double margin, double objective) {

    static StartPoint of(BinaryFocalLoss loss, double[] classWeightSums, boolean fitIntercept) {
        double negative = loss.classWeight(0) * classWeightSums[0];
        double positive = loss.classWeight(1) * classWeightSums[1];
        double margin = fitIntercept ? loss.calibration().marginOf(Math.log(positive / negative)) : 0.0;
        double sum = negative * loss.negative().loss(-margin)
                + positive * loss.positive().loss(margin);
        return new StartPoint(margin, sum / (negative + positive));
    }

    double[] point(CoefficientLayout layout) {
        double[] point = new double[layout.size()];
        if (layout.fitIntercept()) {
            point[layout.interceptIndex(0)] = margin;
        }
        return point;
    }
}
