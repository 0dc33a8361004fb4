package org.focalspark.objective;

import org.focalspark.loss.tile.ScalarTileMath;
import org.focalspark.loss.tile.TileMath;

/** Kernel of plain loops. */
public final class ScalarKernel implements Kernel {
    private static final long serialVersionUID = 1L;

    /** Creates the kernel. */
    public ScalarKernel() {}

    @Override
    public DenseProducts products() {
        return new ScalarProducts();
    }

    @Override
    public TileMath math() {
        return new ScalarTileMath();
    }
}
