package org.focalspark.app.report;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;

/**
 * Distribution of a score over held-out rows, separately for rows with and without its event: sums over the bins of a
 * grid. The number of sums that the driver receives does not depend on the number of rows. Rows of weight 0 are left
 * out.
 */
public final class ScoreSketch {
    private final ScoreGrid grid;
    private final BinSums sums;

    private ScoreSketch(ScoreGrid grid, BinSums sums) {
        this.grid = grid;
        this.sums = sums;
    }

    /**
     * Weights of the rows with a score above a threshold.
     *
     * @param threshold cut of the grid
     * @param hits weight of these rows with the event
     * @param others weight of these rows without the event
     */
    public record Cut(double threshold, double hits, double others) {
        /**
         * Returns the share of the weight with the event.
         *
         * @return precision, NaN if there are none
         */
        public double precision() {
            return hits / (hits + others);
        }
    }

    /** Sums of a task. */
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
     * Computes the sketches of all scores in one pass.
     *
     * @param rows rows with numScores events each
     * @param grid grid of the scores
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
     * Returns the cut with all rows.
     *
     * @return cut at threshold 0, including rows of score 0
     */
    public Cut all() {
        ScoreBin all = from(0);
        return new Cut(0.0, all.hits(), all.others());
    }

    /**
     * Returns the exact weights of the rows above a threshold.
     *
     * @param threshold cut of the grid
     * @return cut at the threshold
     * @throws IllegalArgumentException if the grid has no such cut
     */
    public Cut above(double threshold) {
        ScoreBin above = from(grid.binAbove(threshold));
        return new Cut(threshold, above.hits(), above.others());
    }

    /**
     * Returns the lower cut of every bin that has rows, by descending threshold. These are exact points of the ROC and
     * precision-recall curves.
     *
     * @return at most one per bin of the grid; the last one contains all rows
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
     * Computes the area under the precision-recall curve by trapezoids between the cuts. As in Spark, the curve starts
     * at recall 0 with the precision of the first cut.
     *
     * @return area, NaN if no row has the event
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

    /** Returns the bins with rows, in ascending order of scores. */
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
