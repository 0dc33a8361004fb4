package org.focalspark.training.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import breeze.linalg.DenseVector;
import breeze.optimize.DiffFunction;
import breeze.optimize.FirstOrderMinimizer;
import breeze.optimize.FirstOrderMinimizer.State;
import breeze.optimize.LBFGS;
import breeze.optimize.OWLQN;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.focalspark.objective.CoefficientLayout;
import org.focalspark.objective.L1Penalty;
import org.focalspark.objective.Scaling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.collection.Iterator;

/** Our solvers beside the ones of Breeze that they extend, iteration by iteration. */
class BreezeIterationsTest {
    private static final int SIZE = 7;
    private static final int MAX_ITER = 30;
    private static final double TOL = 1e-9;
    private static final double[] START = {-1.2, 1.0, 0.7, -0.4, 2.0, 0.3, 1.1};

    /** Rounding in another order, over a path that bends. */
    private static final double REL_1E_8 = 1e-8;

    @ParameterizedTest
    @ValueSource(doubles = {1.0, 0.125})
    void lbfgsGoesThePathOfBreeze(double scale) {
        List<Double> expected = path(new LBFGS<>(MAX_ITER, Solver.HISTORY, TOL, space()), valley(), scale);
        assertSamePath(new LbfgsSolver(MAX_ITER, TOL), valley(), scale, expected);
        assertThat(expected).hasSizeGreaterThan(Solver.HISTORY + 5);
    }

    /** Gradients that are wrong for a while let a line search fail; Breeze then forgets all steps and goes on. */
    @Test
    void lbfgsForgetsWhenBreezeDoes() {
        Misleading forBreeze = new Misleading();
        List<Double> expected = path(new LBFGS<>(MAX_ITER, Solver.HISTORY, TOL, space()), forBreeze, 1.0);
        assertThat(forBreeze.resets).isOne();
        assertSamePath(new LbfgsSolver(MAX_ITER, TOL), new Misleading(), 1.0, expected);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.0, 0.125})
    void owlqnGoesThePathOfBreeze(double scale) {
        double strength = 0.8;
        List<Double> expected = path(
                new OWLQN<>(
                        MAX_ITER,
                        Solver.HISTORY,
                        index -> (Integer) index < SIZE - 1 ? scale * strength : 0.0,
                        TOL,
                        space()),
                bowl(),
                scale);
        assertThat(expected).hasSizeGreaterThan(5);
        WithoutRepeats objective = new WithoutRepeats(bowl());
        assertSamePath(new OwlqnSolver(MAX_ITER, TOL, penalty(strength)), objective, scale, expected);
        assertThat(objective.points).anyMatch(BreezeIterationsTest::hasNegativeZero);
    }

    /** A coefficient that was positive and would have crossed 0. */
    private static boolean hasNegativeZero(double[] point) {
        return Arrays.stream(point).anyMatch(entry -> Double.compare(entry, -0.0) == 0);
    }

    private static void assertSamePath(Solver solver, Objective objective, double scale, List<Double> expected) {
        double[] history = solver.minimize(objective, scale, START.clone(), IterationListener.NONE)
                .objectiveHistory();
        assertThat(history).hasSize(expected.size());
        for (int i = 0; i < history.length; i++) {
            double value = expected.get(i) / scale;
            assertThat(history[i]).as("iteration %d", i).isCloseTo(value, within(REL_1E_8 * Math.abs(value)));
        }
    }

    private static List<Double> path(
            FirstOrderMinimizer<DenseVector<Object>, DiffFunction<DenseVector<Object>>> minimizer,
            Objective objective,
            double scale) {
        Iterator<State<DenseVector<Object>, Object, Object>> states = minimizer.iterations(
                new BreezeObjective(objective, scale).toDiffFunction(), BreezeObjective.toVector(START.clone()));
        List<Double> path = new ArrayList<>();
        while (states.hasNext()) {
            State<DenseVector<Object>, Object, Object> state = states.next();
            if (state.iter() == path.size()) {
                path.add(state.adjustedValue());
            } else if (objective instanceof Misleading misleading) {
                misleading.resets++;
            }
        }
        return path;
    }

    private static breeze.math.MutableEnumeratedCoordinateField<DenseVector<Object>, Object, Object> space() {
        return DenseVector.space_Double();
    }

    private static L1Penalty penalty(double strength) {
        CoefficientLayout layout = new CoefficientLayout(SIZE - 1, 1, true);
        double[] ones = new double[SIZE - 1];
        Arrays.fill(ones, 1.0);
        return new L1Penalty(layout, new Scaling(layout, new double[SIZE - 1], ones), strength, true);
    }

    /** The function of Rosenbrock in a chain: a long bent valley, which is not convex everywhere. */
    private static Objective valley() {
        return point -> {
            double value = 0.0;
            double[] gradient = new double[SIZE];
            for (int i = 0; i + 1 < SIZE; i++) {
                double bend = point[i + 1] - point[i] * point[i];
                double rest = 1.0 - point[i];
                value += 10.0 * bend * bend + rest * rest;
                gradient[i] += -40.0 * bend * point[i] - 2.0 * rest;
                gradient[i + 1] += 20.0 * bend;
            }
            return new Evaluation(value, gradient, 0.0);
        };
    }

    /** A quadratic whose variables depend on each other, with a minimum where L1 holds some of them at 0. */
    private static Objective bowl() {
        return point -> {
            double value = 0.0;
            double[] gradient = new double[SIZE];
            double sum = -0.5;
            for (double entry : point) {
                sum += entry;
            }
            for (int i = 0; i < SIZE; i++) {
                double distance = point[i] - (i - 2) * 0.3;
                value += 0.5 * (i + 1) * distance * distance;
                gradient[i] = (i + 1) * distance + sum;
            }
            return new Evaluation(value + 0.5 * sum * sum, gradient, 0.0);
        };
    }

    /** The valley, of which some evaluations point uphill. */
    private static final class Misleading implements Objective {
        private static final int FIRST = 9;
        private static final int LAST = 14;

        private int evaluations;
        private int resets;

        @Override
        public Evaluation evaluate(double[] point) {
            Evaluation right = valley().evaluate(point);
            evaluations++;
            if (evaluations < FIRST || evaluations > LAST) {
                return right;
            }
            double[] wrong =
                    Arrays.stream(right.gradient()).map(entry -> -entry).toArray();
            return new Evaluation(right.value() + 100.0 * evaluations, wrong, 0.0);
        }
    }

    /** A pass over the rows for a point that is known already would be in vain. */
    private record WithoutRepeats(Objective objective, List<double[]> points) implements Objective {
        private WithoutRepeats(Objective objective) {
            this(objective, new ArrayList<>());
        }

        @Override
        public Evaluation evaluate(double[] point) {
            if (!points.isEmpty()) {
                double[] last = points.get(points.size() - 1);
                double distance = 0.0;
                for (int i = 0; i < point.length; i++) {
                    distance += Math.abs(point[i] - last[i]);
                }
                assertThat(distance).as("evaluation %d", points.size()).isPositive();
            }
            points.add(point.clone());
            return objective.evaluate(point);
        }
    }
}
