package org.focalspark.objective;

/** Products in the Vector API: features in the lanes for one column, columns in the lanes for several columns. */
final class VectorProducts implements DenseProducts {
    private final VectorColumns columns = new VectorColumns();
    private final double[] lanes = new double[VectorDoubles.SUMS * VectorKernel.LANES];

    /** True for one column, unless rows are narrower than a vector: these have loops for doubles only. */
    @Override
    public boolean takesFloats(int width, int numColumns) {
        return numColumns == 1 && width >= VectorKernel.LANES;
    }

    @Override
    public void addMargins(Rows rows, double[] coefficients, double[] margins) {
        if (coefficients.length == rows.width()) {
            VectorDoubles.addMargins(rows, coefficients, lanes, margins);
        } else {
            columns.addMargins(rows, coefficients, margins);
        }
    }

    @Override
    public void addGradient(Rows rows, double[] multipliers, double[] gradient) {
        if (gradient.length == rows.width()) {
            VectorDoubles.addGradient(rows, multipliers, gradient);
        } else {
            columns.addGradient(rows, multipliers, gradient);
        }
    }

    @Override
    public void addMargins(FloatRows rows, double[] coefficients, double[] margins) {
        if (takesFloats(rows.width(), coefficients.length / rows.width())) {
            VectorFloats.addMargins(rows, coefficients, lanes, margins);
        } else {
            DenseProducts.super.addMargins(rows, coefficients, margins);
        }
    }

    @Override
    public void addGradient(FloatRows rows, double[] multipliers, double[] gradient) {
        if (takesFloats(rows.width(), gradient.length / rows.width())) {
            VectorFloats.addGradient(rows, multipliers, gradient);
        } else {
            DenseProducts.super.addGradient(rows, multipliers, gradient);
        }
    }

    @Override
    public void flush(double[] gradient) {
        columns.flush(gradient);
    }

    @Override
    public void widen(float[] values, int start, double[] target, int length) {
        VectorFloats.widen(values, start, target, length);
    }
}
