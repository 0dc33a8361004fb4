package org.focalspark.training.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import breeze.linalg.DenseVector;
import breeze.optimize.LBFGS.ApproximateInverseHessian;
import breeze.optimize.NaNHistory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Vector$;

/** The direction of L-BFGS, beside that of Breeze. */
class InverseHessianTest {
    private static final int CAPACITY = 4;
    private static final double REL_1E_12 = 1e-12;

    /** None, some, all and more steps than are remembered; vectors of one range and of several, odd and even. */
    @ParameterizedTest
    @CsvSource({"3, 0", "3, 1", "4, 3", "5, 4", "5, 11", "131073, 6", "200000, 2"})
    void leadsWhereThatOfBreezeLeads(int size, int numSteps) {
        Random random = new Random(size + numSteps);
        InverseHessian ours = InverseHessian.ofAllSteps(CAPACITY);
        ApproximateInverseHessian<DenseVector<Object>> breezes = empty();
        double[] point = random.doubles(size, -1.0, 1.0).toArray();
        double[] gradient = gradient(point);
        for (int step = 0; step < numSteps; step++) {
            double[] newPoint = random.doubles(size, -1.0, 1.0).toArray();
            double[] newGradient = gradient(newPoint);
            ours.add(new InverseHessian.Place(point, gradient), new InverseHessian.Place(newPoint, newGradient));
            breezes = breezes.updated(minus(newPoint, point), minus(newGradient, gradient));
            point = newPoint;
            gradient = newGradient;
        }
        double[] expected = BreezeObjective.toArray(breezes.$times(BreezeObjective.toVector(gradient)));
        double[] errors = ours.descent(gradient);
        Arrays.setAll(errors, i -> errors[i] - expected[i]);
        assertThat(norm(errors)).isLessThanOrEqualTo(REL_1E_12 * norm(expected));
    }

    @Test
    void forgets() {
        InverseHessian hessian = InverseHessian.ofAllSteps(CAPACITY);
        hessian.add(place(0.0, 1.0), place(1.0, 5.0));
        assertThat(hessian.descent(new double[] {8.0})).containsExactly(-2.0); // the curvature is 4
        hessian.clear();
        assertThat(hessian.descent(new double[] {8.0})).containsExactly(-8.0);
    }

    @Test
    void refusesNegativeCurvatureAsBreezeDoes() {
        InverseHessian hessian = InverseHessian.ofAllSteps(CAPACITY);
        hessian.add(place(0.0, 1.0), place(1.0, -3.0));
        assertThatThrownBy(() -> hessian.descent(new double[] {8.0})).isInstanceOf(NaNHistory.class);
        assertThatThrownBy(() -> empty().updated(
                                minus(place(1.0, 0.0).point(), place(0.0, 0.0).point()),
                                minus(new double[] {-3.0}, new double[] {1.0}))
                        .$times(BreezeObjective.toVector(new double[] {8.0})))
                .isInstanceOf(NaNHistory.class);
    }

    @Test
    void passesOverNegativeCurvatureWhereItIsToldTo() {
        InverseHessian hessian = InverseHessian.ofPositiveCurvature(2);
        hessian.add(place(0.0, 1.0), place(1.0, -3.0));
        assertThat(hessian.descent(new double[] {8.0})).containsExactly(-8.0);
        hessian.add(place(0.0, 1.0), place(1.0, 5.0));
        hessian.add(place(1.0, 5.0), place(2.0, 4.0));
        assertThat(hessian.descent(new double[] {8.0})).containsExactly(-2.0);
    }

    @Test
    void refusesAStepThatLedNowhere() {
        InverseHessian hessian = InverseHessian.ofAllSteps(CAPACITY);
        hessian.add(place(1.0, 1.0), place(1.0, 1.0));
        assertThatThrownBy(() -> hessian.descent(new double[] {0.0})).isInstanceOf(NaNHistory.class);
    }

    private static InverseHessian.Place place(double point, double gradient) {
        return new InverseHessian.Place(new double[] {point}, new double[] {gradient});
    }

    @SuppressWarnings("unchecked")
    private static ApproximateInverseHessian<DenseVector<Object>> empty() {
        IndexedSeq<DenseVector<Object>> none = (IndexedSeq<DenseVector<Object>>) (Object) Vector$.MODULE$.empty();
        return new ApproximateInverseHessian<>(CAPACITY, none, none, DenseVector.space_Double());
    }

    /** Of a convex function whose curvatures are 1 to 4, and not constant. */
    private static double[] gradient(double[] point) {
        double[] gradient = new double[point.length];
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = (1 + i % 3) * point[i] + point[i] * point[i] * point[i] / 3.0 + 0.1;
        }
        return gradient;
    }

    private static DenseVector<Object> minus(double[] minuend, double[] subtrahend) {
        double[] difference = new double[minuend.length];
        for (int i = 0; i < difference.length; i++) {
            difference[i] = minuend[i] - subtrahend[i];
        }
        return BreezeObjective.toVector(difference);
    }

    private static double norm(double[] vector) {
        double sum = 0.0;
        for (double entry : vector) {
            sum += entry * entry;
        }
        return Math.sqrt(sum);
    }
}
