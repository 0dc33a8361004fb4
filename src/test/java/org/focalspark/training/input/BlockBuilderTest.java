package org.focalspark.training.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.focalspark.objective.DenseBlock;
import org.focalspark.objective.FeatureBlock;
import org.focalspark.objective.SparseBlock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BlockBuilderTest {
    private static final LabelReader LABELS = new LabelReader(false, Double.NaN);

    private static final Vector DENSE = Vectors.dense(1.0, 2.0, 3.0, 4.0);
    private static final Vector SPARSE = Vectors.sparse(4, new int[] {2}, new double[] {5.0});

    @Test
    void fullBlocksAreDenseAndMostlyEmptyOnesSparseHoweverTheVectorsAreStored() {
        assertThat(blocks(1 << 20, DENSE, DENSE)).singleElement().isInstanceOf(DenseBlock.class);
        assertThat(blocks(1 << 20, DENSE.toSparse(), DENSE.toSparse()))
                .singleElement()
                .isInstanceOf(DenseBlock.class);
        assertThat(blocks(1 << 20, SPARSE, SPARSE)).singleElement().isInstanceOf(SparseBlock.class);
        assertThat(blocks(1 << 20, SPARSE.toDense(), SPARSE.toDense()))
                .singleElement()
                .isInstanceOf(SparseBlock.class);
    }

    @Test
    void aBlockIsFullAtItsSize() {
        List<FeatureBlock> blocks = blocks(64, DENSE, DENSE, DENSE, DENSE, DENSE);
        assertThat(blocks).extracting(FeatureBlock::numRows).containsExactly(2, 2, 1);
    }

    @Test
    void sparseBlocksHaveALimitOfTheirOwnWhichFoldsShare() {
        BlockLimit unset = BlockLimit.of(0.0);
        assertThat(unset.sparse()).isEqualTo(16 * unset.dense()).isEqualTo(1L << 24);
        assertThat(unset.among(4).sparse()).isEqualTo(1L << 22);
        assertThat(unset.among(100).sparse()).isEqualTo(unset.dense());
        assertThat(BlockLimit.of(0.5)).isEqualTo(new BlockLimit(1L << 19, 1L << 19));
        // 12 bytes an entry: the limit of dense blocks has nothing to say here.
        assertThat(blocks(new BlockLimit(1, 24), SPARSE, SPARSE, SPARSE, SPARSE.toDense()))
                .extracting(FeatureBlock::numRows)
                .containsExactly(2, 2);
    }

    @Test
    void rowsWithoutEntriesOrVectorsFillBlocksToo() {
        int most = SparseBlock.TILE_ROWS;
        for (Vector empty :
                new Vector[] {null, Vectors.zeros(4), Vectors.zeros(4).toSparse(), Vectors.zeros(0)}) {
            @Nullable Vector[] rows = new Vector[most + 1];
            Arrays.fill(rows, empty);
            assertThat(blocks(BlockLimit.of(0.0), rows))
                    .extracting(FeatureBlock::numRows)
                    .containsExactly(most, 1);
        }
    }

    @Test
    void vectorsThatAreStoredDenseCountWithAllThatTheyHold() {
        Vector wide = Vectors.sparse(64, new int[] {3}, new double[] {2.0}).toDense();
        // 12 bytes of entries each, and 512 in memory.
        assertThat(blocks(new BlockLimit(1, 1024), wide, wide, wide, wide, wide))
                .extracting(FeatureBlock::numRows)
                .containsExactly(4, 1);
    }

    @Test
    void zerosThatAreStoredAreLeftOut() {
        Vector stored = Vectors.sparse(9, new int[] {2, 4, 6}, new double[] {1.0, 0.0, 1.0});
        FeatureBlock block = blocks(1 << 20, stored).get(0);
        assertThat(block.size()).isEqualTo(3); // a row and two entries
        assertThat(block).isInstanceOf(SparseBlock.class);
    }

    @Test
    void rowsOfAnotherSizeOrWithoutVectorGetBlocksOfTheirOwn() {
        List<FeatureBlock> blocks = blocks(1 << 20, DENSE, null, null, Vectors.dense(1.0), DENSE);
        assertThat(blocks).extracting(FeatureBlock::numRows).containsExactly(1, 2, 1, 1);
        assertThat(blocks).extracting(FeatureBlock::numFeatures).containsExactly(4, FeatureBlock.NO_VECTOR, 1, 4);
    }

    @Test
    void keepsLabelsAndWeightsAndTurnsNullsIntoNaN() {
        List<Row> rows = List.of(RowFactory.create(1.0, DENSE, 2.5), RowFactory.create(null, DENSE, null));
        FeatureBlock block = new BlockBuilder(rows.iterator(), LABELS, true, BlockLimit.of(1.0)).next();
        assertThat(block.labels()).containsExactly(1.0, Double.NaN);
        assertThat(block.weights()).containsExactly(2.5, Double.NaN);
        FeatureBlock unweighted = blocks(1 << 20, DENSE).get(0);
        assertThat(unweighted.weights()).isEmpty();
        assertThat(unweighted.weight(0)).isEqualTo(1.0);
    }

    @Test
    void anEmptyPartitionHasNoBlocks() {
        BlockBuilder empty = new BlockBuilder(List.<Row>of().iterator(), LABELS, false, BlockLimit.of(1.0));
        assertThat(empty.hasNext()).isFalse();
        assertThatThrownBy(empty::next).isInstanceOf(NoSuchElementException.class);
    }

    private static List<FeatureBlock> blocks(long maxBytes, @Nullable Vector... vectors) {
        return blocks(new BlockLimit(maxBytes, maxBytes), vectors);
    }

    private static List<FeatureBlock> blocks(BlockLimit limit, @Nullable Vector... vectors) {
        List<Row> rows = new ArrayList<>();
        for (Vector vector : vectors) {
            rows.add(RowFactory.create(0.0, vector));
        }
        List<FeatureBlock> blocks = new ArrayList<>();
        new BlockBuilder(rows.iterator(), LABELS, false, limit).forEachRemaining(blocks::add);
        return blocks;
    }
}
