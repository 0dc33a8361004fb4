package org.focalspark.app.report;

/**
 * Sums over rows with neighboring scores.
 *
 * @param rows number of rows
 * @param weight sum of weights
 * @param hits sum of the weights of the rows with the event
 * @param scores sum of weight * score
 * @param squares sum of weight^2
 */
record ScoreBin(long rows, double weight, double hits, double scores, double squares) {
    static final ScoreBin EMPTY = new ScoreBin(0, 0.0, 0.0, 0.0, 0.0);

    /** Creates the sums of a single row. */
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

    /** Returns the mean score; NaN if the weight is 0. */
    double meanScore() {
        return scores / weight;
    }

    /** Returns the share of the weight with the event; NaN if the weight is 0. */
    double observed() {
        return hits / weight;
    }

    /**
     * Returns Kish's effective number of rows (1965): the number of equally weighted rows with the same variance of the
     * mean.
     */
    double effectiveRows() {
        return weight * weight / squares;
    }
}
