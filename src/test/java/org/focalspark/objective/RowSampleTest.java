package org.focalspark.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowSampleTest {
    private static final int WIDTH = 3;

    /** Rows of a common and a rare class: 5,000 and 50. */
    private static List<double[]> rows() {
        Random random = new Random(7L);
        List<double[]> rows = new ArrayList<>();
        for (int r = 0; r < 5050; r++) {
            rows.add(new double[] {r < 50 ? 1.0 : 0.0, 1.0 + random.nextInt(3), random.nextGaussian(), 0.0, r % 7});
        }
        return rows;
    }

    private static FeatureBlock block(List<double[]> rows, boolean sparse) {
        double[] labels = rows.stream().mapToDouble(row -> row[0]).toArray();
        double[] weights = rows.stream().mapToDouble(row -> row[1]).toArray();
        double[] values =
                rows.stream().flatMapToDouble(row -> Arrays.stream(row, 2, 5)).toArray();
        if (!sparse) {
            return new DenseBlock(WIDTH, labels, weights, values);
        }
        int[] starts = new int[rows.size() + 1];
        int[] indices = new int[values.length];
        double[] stored = new double[values.length];
        int end = 0;
        for (int i = 0; i < values.length; i++) {
            if (values[i] != 0.0) {
                indices[end] = i % WIDTH;
                stored[end++] = values[i];
            }
            starts[i / WIDTH + 1] = end;
        }
        return new SparseBlock(WIDTH, labels, weights, starts, Arrays.copyOf(indices, end), Arrays.copyOf(stored, end));
    }

    private static RowSample sample(List<FeatureBlock> blocks, SampleRates rates) {
        List<DenseBlock> taken = new ArrayList<>();
        for (FeatureBlock block : blocks) {
            taken.addAll(RowSample.take(List.of(block).iterator(), rates));
        }
        return RowSample.of(taken, rates.isAll());
    }

    private static double[] values(DenseBlock block) {
        double[] values = new double[block.numRows() * WIDTH];
        for (int r = 0; r < block.numRows(); r++) {
            block.copyRow(r, values, r * WIDTH);
        }
        return values;
    }

    @Test
    void everyClassHasTheSameShareUntilItHasNoMoreRows() {
        SampleRates rates = SampleRates.ofClasses(new double[] {5000.0, 50.0, 600.0}, 1250.0);
        // 1,250 / 3 = 416 each, but the second has only 50: the others share 1,200.
        FeatureBlock one = new DenseBlock(0, 3, new double[] {0.0, 1.0, 2.0}, new double[0], new double[0]);
        assertThat(rates.rate(one, 0)).isEqualTo(0.12, within(1e-12));
        assertThat(rates.rate(one, 1)).isEqualTo(1.0);
        assertThat(rates.rate(one, 2)).isEqualTo(1.0);
    }

    @Test
    void halfOfASampleOfLabelsIsFromTheRowsThatHaveThem() {
        SampleRates rates = SampleRates.ofLabels(new double[] {1000.0, 10.0}, 10_000.0, 400.0);
        FeatureBlock rows =
                new DenseBlock(0, 3, new double[] {0.0, 0.0, 1.0, 0.0, 1.0, 1.0}, new double[0], new double[0]);
        assertThat(rates.rate(rows, 0)).isEqualTo(0.02, within(1e-12)); // 200 of 10,000
        assertThat(rates.rate(rows, 1)).isEqualTo(0.1, within(1e-12)); // 100 of 1,000
        assertThat(rates.rate(rows, 2)).isEqualTo(1.0);
    }

    @Test
    void doesNotDependOnOrderPartitionsAndStorage() {
        SampleRates rates = SampleRates.ofClasses(new double[] {5000.0, 50.0}, 550.0);
        List<double[]> rows = rows();
        DenseBlock first =
                sample(List.of(block(rows, false)), rates).without(-1).get(0);
        Collections.shuffle(rows, new Random(3L));
        DenseBlock second = sample(
                        List.of(block(rows.subList(0, 17), true), block(rows.subList(17, 5050), true)), rates)
                .without(-1)
                .get(0);

        assertThat(second.labels()).isEqualTo(first.labels());
        assertThat(second.weights()).isEqualTo(first.weights());
        assertThat(values(second)).isEqualTo(values(first));
    }

    @Test
    void weightsMakeUpForTheRowsLeftOut() {
        SampleRates rates = SampleRates.ofClasses(new double[] {5000.0, 50.0}, 550.0);
        DenseBlock rows =
                sample(List.of(block(rows(), false)), rates).without(-1).get(0);
        double[] weights = new double[2];
        int[] counts = new int[2];
        for (int r = 0; r < rows.numRows(); r++) {
            weights[(int) rows.labels()[r]] += rows.weight(r);
            counts[(int) rows.labels()[r]]++;
        }
        double[] all = new double[2];
        rows().forEach(row -> all[(int) row[0]] += row[1]);

        assertThat(counts[1]).isEqualTo(50);
        assertThat(weights[1]).isEqualTo(all[1], within(1e-9));
        // 500 of 5,000: the count has a standard deviation of 21, the sum of the weights one of 4.6 %.
        assertThat(counts[0]).isBetween(400, 600);
        assertThat(weights[0]).isEqualTo(all[0], within(0.2 * all[0]));
    }

    /** Three million equal rows would be as many in the driver's memory. */
    @Test
    void equalRowsAreOne() {
        List<double[]> rows = new ArrayList<>();
        for (int r = 0; r < 60; r++) {
            rows.add(new double[] {r % 2, 1.0 + r % 3, 5.0, 0.0, r % 2});
        }
        SampleRates rates = SampleRates.ofClasses(new double[] {30.0, 30.0}, 100.0);
        DenseBlock sample = sample(List.of(block(rows.subList(0, 25), true), block(rows.subList(25, 60), false)), rates)
                .without(-1)
                .get(0);

        assertThat(sample.numRows()).isEqualTo(2);
        assertThat(sample.weights()).containsOnly(60.0); // 30 rows of mean weight 2
        assertThat(values(sample)).containsExactlyInAnyOrder(5.0, 0.0, 0.0, 5.0, 0.0, 1.0);
        assertThat(sample(List.of(block(rows, false)), rates).labelWeights(-1, 2, false))
                .containsExactly(60.0, 60.0);
    }

    @Test
    void leavesOutAFoldAndRowsWithoutWeight() {
        FeatureBlock one =
                new DenseBlock(1, new double[] {0.0, 1.0}, new double[] {1.0, 0.0}, new double[] {1.0, 2.0}).inFold(0);
        FeatureBlock two = new DenseBlock(1, new double[] {1.0}, new double[] {1.0}, new double[] {3.0}).inFold(1);
        RowSample sample = sample(List.of(one, two), SampleRates.ofClasses(new double[] {1.0, 2.0}, 100.0));

        assertThat(sample.without(-1)).extracting(FeatureBlock::numRows).containsExactly(1, 1);
        assertThat(sample.without(0)).extracting(FeatureBlock::fold).containsExactly(1);
        assertThat(sample.without(1)).extracting(FeatureBlock::fold).containsExactly(0);
    }
}
