package org.focalspark.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.ClassWeights;
import org.focalspark.loss.FocalLoss;
import org.focalspark.loss.MarginLoss;
import org.focalspark.loss.OneVsRestLoss;
import org.focalspark.loss.SoftmaxFocalLoss;
import org.junit.jupiter.api.Test;

/** Expected values by src/test/reference/sample_hessian.py, which differentiates the definition of the loss. */
class SampleHessianTest {
    private static final double[] MEANS = {0.25, 0.5};
    private static final double[] DEVIATIONS = {1.5, 2.0};
    private static final double[] VALUES = {1.0, -2.0, 0.5, 3.0, -1.5, 0.25, 2.0, 1.0};
    private static final double[] WEIGHTS = {1.0, 2.0, 0.5, 3.0};

    private static SymmetricMatrix hessian(MarginLoss loss, double[] labels, double[] point, double weightSum) {
        CoefficientLayout layout = new CoefficientLayout(2, loss.numColumns(), true);
        DenseBlock rows = new DenseBlock(2, labels, WEIGHTS, VALUES);
        return new SampleHessian(loss, layout, new Scaling(layout, MEANS, DEVIATIONS), loss.numColumns() == 1)
                .at(List.of(rows), point, weightSum)
                .get(0);
    }

    private static void assertEquals(SymmetricMatrix actual, double[][] expected) {
        assertThat(actual.size()).isEqualTo(expected.length);
        for (int i = 0; i < expected.length; i++) {
            for (int j = i; j < expected.length; j++) {
                assertThat(actual.get(i, j)).as("entry %d, %d", i, j).isEqualTo(expected[i][j - i], within(1e-7));
                assertThat(actual.get(j, i)).isEqualTo(actual.get(i, j));
            }
        }
    }

    @Test
    void isThatOfABinaryFocalLossWithClassWeights() {
        MarginLoss loss = new BinaryLoss(new FocalLoss(2.0), new FocalLoss(2.0), 0.5, 2.0);
        double weightSum = 2.0 * 1.0 + 0.5 * 2.0 + 0.5 * 0.5 + 2.0 * 3.0;
        assertEquals(
                hessian(loss, new double[] {1.0, 0.0, 0.0, 1.0}, new double[] {0.3, -0.2, 0.1}, weightSum),
                new double[][] {
                    {0.266562104666, 0.0286203629446, 0.228272134884},
                    {0.154761043277, 0.0279277969464},
                    {0.277373010151}
                });
    }

    @Test
    void isThatOfASoftmaxFocalLoss() {
        assertEquals(
                hessian(
                        new SoftmaxFocalLoss(new double[] {2.0, 2.0, 2.0}, new double[] {1.0, 1.0, 1.0}),
                        new double[] {0.0, 2.0, 1.0, 2.0},
                        new double[] {0.3, -0.2, -0.1, 0.4, 0.05, 0.1, 0.1, -0.3, 0.2},
                        6.5),
                new double[][] {
                    {
                        0.256849428921,
                        0.0257289471304,
                        -0.0298786425667,
                        0.00681039189156,
                        -0.226970786354,
                        -0.032539339022,
                        0.200193122744,
                        0.00473548202173,
                        -0.204928604766
                    },
                    {
                        0.20081826692,
                        0.00681039189156,
                        -0.0254753280887,
                        -0.032539339022,
                        -0.175342938831,
                        0.0442275645434,
                        0.0213621354967,
                        -0.0655897000401
                    },
                    {
                        0.162262823186,
                        0.0379446405274,
                        -0.13238418062,
                        -0.044755032419,
                        0.00473548202173,
                        0.0701621314803,
                        -0.074897613502
                    },
                    {0.158404342787, -0.044755032419, -0.132929014699, 0.0213621354967, 0.105321320585, -0.126683456082
                    },
                    {0.359354966974, 0.0772943714409, -0.204928604766, -0.074897613502, 0.279826218268},
                    {0.30827195353, -0.0655897000401, -0.126683456082, 0.192273156122},
                    {0.298776680721, -0.0349756075843, -0.263801073137},
                    {0.212979155345, -0.178003547761},
                    {0.441804620898}
                });
    }

    /** A row at z = -8 has a curvature below 0 for gamma = 2, which does not count. */
    @Test
    void hasNoNegativeCurvature() {
        MarginLoss loss = new BinaryLoss(new FocalLoss(2.0), new FocalLoss(2.0), ClassWeights.equal(), 0.0);
        SymmetricMatrix matrix = hessian(loss, new double[] {1.0, 1.0, 1.0, 1.0}, new double[] {0.0, 0.0, -8.0}, 6.5);
        assertThat(matrix.get(2, 2)).isZero();
        assertThat(new FocalLoss(2.0).secondDerivative(-8.0)).isNegative();
    }

    /** Columns of ovr have no mixed derivatives: each matrix is that of the binary loss of its label. */
    @Test
    void columnsHaveTheMatrixOfTheirBinaryLoss() {
        BinaryLoss binary = new BinaryLoss(new FocalLoss(2.0), new FocalLoss(2.0), ClassWeights.equal(), 0.0);
        MarginLoss ovr = new OneVsRestLoss(new BinaryLoss[] {binary, binary, binary}, new double[] {1.0, 1.0, 1.0});
        CoefficientLayout layout = new CoefficientLayout(2, 3, true);
        double[] labels = {0.0, 2.0, 1.0, 2.0};
        double[] point = {0.3, -0.2, -0.1, 0.4, 0.05, 0.1, 0.1, -0.3, 0.2};
        List<SymmetricMatrix> matrices = new SampleHessian(ovr, layout, new Scaling(layout, MEANS, DEVIATIONS), true)
                .at(List.of(new DenseBlock(2, labels, WEIGHTS, VALUES)), point, 6.5);

        assertThat(matrices).hasSize(3);
        for (int c = 0; c < 3; c++) {
            double[] isClass = new double[4];
            for (int r = 0; r < 4; r++) {
                isClass[r] = labels[r] == c ? 1.0 : 0.0;
            }
            double[] column = {point[2 * c], point[2 * c + 1], point[6 + c]};
            SymmetricMatrix expected = hessian(binary, isClass, column, 6.5);
            for (int i = 0; i < 3; i++) {
                for (int j = i; j < 3; j++) {
                    assertThat(matrices.get(c).get(i, j)).isEqualTo(expected.get(i, j), within(1e-12));
                }
            }
        }
    }

    /** 300 equal rows are more than are in memory at once. */
    @Test
    void addsAllRows() {
        MarginLoss loss = new BinaryLoss(new FocalLoss(0.0), new FocalLoss(0.0), 1.0, 1.0);
        CoefficientLayout layout = new CoefficientLayout(0, 1, true);
        DenseBlock rows = new DenseBlock(0, new double[301], new double[0], new double[0]);
        SymmetricMatrix matrix = new SampleHessian(
                        loss, layout, new Scaling(layout, new double[0], new double[0]), true)
                .at(List.of(rows), new double[] {0.0}, 1.0)
                .get(0);
        assertThat(matrix.get(0, 0)).isEqualTo(0.25 * 301, within(1e-5)); // p (1 - p) of a row
    }
}
