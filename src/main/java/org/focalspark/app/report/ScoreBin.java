package org.focalspark.app.report;

/**
 * Sums over rows with neighboring scores.
 *
 * @param rows number of rows
 * @param weight sum of weights
 * @param hits sum of the weights of the rows in which the event came true
 * @param scores sum of weight * score
 * @param squares sum of weight^2
 */
record ScoreBin(long rows, double weight, double hits, double scores, double squares) {
    static final ScoreBin EMPTY = new ScoreBin(0, 0.0, 0.0, 0.0, 0.0);

    /** A single row. */
    static ScoreBin of(double score, boolean hit, double weight) {
        return new ScoreBin(1, weight, hit ? weight : 0.0, weight * score, weight * weight);
    }

    ScoreBin plus(ScoreBin that) {
        return new ScoreBin(
                rows + that.rows, weight + that.weight, hits + that.hits, scores + that.scores, squares + that.squares);
    }

    double others() {
        return weight - hits;
    }

    /** Mean score; NaN without weight. */
    double meanScore() {
        return scores / weight;
    }

    /** Share of the weight whose event came true; NaN without weight. */
    double observed() {
        return hits / weight;
    }

    /** Number of equally weighted rows that would say as much (Kish 1965). */
    double effectiveRows() {
        return weight * weight / squares;
    }
}
