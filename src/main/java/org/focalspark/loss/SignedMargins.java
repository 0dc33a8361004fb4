package org.focalspark.loss;

import java.util.Arrays;

/**
 * Terms of a separable loss over a tile of rows. Term i is weight a L(z) of one row and one column. Growable; not
 * thread-safe.
 */
final class SignedMargins {
    private int size;
    private double[] z;
    private double[] weights;
    private double[] classWeights;
    private int[] rows;
    private int[] columns;
    private boolean[] positive;
    private PointwiseLoss[] losses;

    SignedMargins(int capacity) {
        z = new double[capacity];
        weights = new double[capacity];
        classWeights = new double[capacity];
        rows = new int[capacity];
        columns = new int[capacity];
        positive = new boolean[capacity];
        losses = new PointwiseLoss[capacity];
    }

    /** Values that differ between the terms of a row. */
    record Term(int column, boolean isPositive, PointwiseLoss loss, double classWeight) {}

    /**
     * Adds a term.
     *
     * @param row row of the tile
     * @param weight instance weight times the term's share of the smoothed label
     */
    void add(int row, Term term, double signedMargin, double weight) {
        if (size == z.length) {
            grow();
        }
        z[size] = signedMargin;
        weights[size] = weight;
        classWeights[size] = term.classWeight();
        rows[size] = row;
        columns[size] = term.column();
        positive[size] = term.isPositive();
        losses[size] = term.loss();
        size++;
    }

    int size() {
        return size;
    }

    double z(int i) {
        return z[i];
    }

    double weight(int i) {
        return weights[i];
    }

    double classWeight(int i) {
        return classWeights[i];
    }

    int row(int i) {
        return rows[i];
    }

    int column(int i) {
        return columns[i];
    }

    boolean isPositive(int i) {
        return positive[i];
    }

    PointwiseLoss loss(int i) {
        return losses[i];
    }

    private void grow() {
        int capacity = 2 * size;
        z = Arrays.copyOf(z, capacity);
        weights = Arrays.copyOf(weights, capacity);
        classWeights = Arrays.copyOf(classWeights, capacity);
        rows = Arrays.copyOf(rows, capacity);
        columns = Arrays.copyOf(columns, capacity);
        positive = Arrays.copyOf(positive, capacity);
        losses = Arrays.copyOf(losses, capacity);
    }
}
