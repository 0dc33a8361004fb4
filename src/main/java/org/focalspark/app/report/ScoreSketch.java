package org.focalspark.app.report;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;

/**
 * The distribution of a score over held-out rows, by whether its event came true: sums over the bins of a grid, of which
 * the driver gets a bounded number whatever the number of rows is. Rows of weight 0 do not count.
 */
public final class ScoreSketch {
    private final ScoreGrid grid;
    private final BinSums sums;

    private ScoreSketch(ScoreGrid grid, BinSums sums) {
        this.grid = grid;
        this.sums = sums;
    }

    /**
     * Rows with a score above a threshold.
     *
     * @param threshold a cut of the grid
     * @param hits weight of those whose event came true
     * @param others weight of those whose event did not
     */
    public record Cut(double threshold, double hits, double others) {
        /**
         * Share of these rows whose event came true.
         *
         * @return precision, NaN if there are none
         */
        public double precision() {
            return hits / (hits + others);
        }
    }

    /** The sums of a task. */
    private static final class Pass implements Serializable {
        private static final long serialVersionUID = 1L;
        private final ScoreGrid grid;
        private final BinSums[] sums;

        private Pass(ScoreGrid grid, int numScores) {
            this.grid = grid;
            this.sums =
                    IntStream.range(0, numScores).mapToObj(i -> new BinSums()).toArray(BinSums[]::new);
        }

        private Pass add(RowScores row) {
            for (int i = 0; i < sums.length && row.weight() > 0.0; i++) {
                double score = row.events().get(i).score();
                if (!Double.isNaN(score)) {
                    boolean hit = row.events().get(i).hit();
                    sums[i].add(grid.numBins(), grid.binOf(score), ScoreBin.of(score, hit, row.weight()));
                }
            }
            return this;
        }

        private Pass merge(Pass that) {
            for (int i = 0; i < sums.length; i++) {
                sums[i].merge(that.sums[i]);
            }
            return this;
        }
    }

    /**
     * Sketches all scores in one pass.
     *
     * @param rows with numScores events each
     * @param grid where scores are cut
     * @param numScores number of events of a row
     * @return one sketch per score
     */
    public static List<ScoreSketch> of(JavaRDD<RowScores> rows, ScoreGrid grid, int numScores) {
        Pass pass = rows.treeAggregate(new Pass(grid, numScores), Pass::add, Pass::merge);
        List<ScoreSketch> sketches = new ArrayList<>();
        for (BinSums sums : pass.sums) {
            sketches.add(new ScoreSketch(grid, sums));
        }
        return sketches;
    }

    /**
     * All rows.
     *
     * @return at threshold 0, rows of score 0 included
     */
    public Cut all() {
        ScoreBin all = from(0);
        return new Cut(0.0, all.hits(), all.others());
    }

    /**
     * The rows above a threshold, exactly.
     *
     * @param threshold a cut of the grid
     * @return their weights
     * @throws IllegalArgumentException if the grid has no such cut
     */
    public Cut above(double threshold) {
        ScoreBin above = from(grid.binAbove(threshold));
        return new Cut(threshold, above.hits(), above.others());
    }

    /**
     * The cuts above which there are more rows than above the next one, by falling threshold: points of the ROC and the
     * precision-recall curve, each of them exact.
     *
     * @return at most one per cut of the grid, and all rows at the end
     */
    public List<Cut> cuts() {
        List<Cut> cuts = new ArrayList<>();
        ScoreBin above = ScoreBin.EMPTY;
        for (int bin = grid.numBins() - 1; bin >= 0; bin--) {
            ScoreBin next = sums.of(bin);
            if (next.rows() > 0) {
                above = above.plus(next);
                cuts.add(new Cut(grid.lower(bin), above.hits(), above.others()));
            }
        }
        return cuts;
    }

    /**
     * Area under the precision-recall curve by trapezoids between the cuts; before the first one precision is its
     * precision, as in Spark.
     *
     * @return area, NaN if no event came true
     */
    public double prArea() {
        double hits = all().hits();
        double area = 0.0;
        double recall = 0.0;
        double precision = Double.NaN;
        for (Cut cut : cuts()) {
            double before = Double.isNaN(precision) ? cut.precision() : precision;
            area += (cut.hits() / hits - recall) * (cut.precision() + before) / 2.0;
            recall = cut.hits() / hits;
            precision = cut.precision();
        }
        return hits == 0.0 ? Double.NaN : area;
    }

    /** The bins with rows, by rising score. */
    List<Integer> filledBins() {
        return IntStream.range(0, grid.numBins())
                .filter(bin -> sums.of(bin).rows() > 0)
                .boxed()
                .toList();
    }

    ScoreBin bin(int bin) {
        return sums.of(bin);
    }

    ScoreGrid grid() {
        return grid;
    }

    private ScoreBin from(int first) {
        ScoreBin sum = ScoreBin.EMPTY;
        for (int bin = grid.numBins() - 1; bin >= first; bin--) {
            sum = sum.plus(sums.of(bin));
        }
        return sum;
    }
}
