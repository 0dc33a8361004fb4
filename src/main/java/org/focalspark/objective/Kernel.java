package org.focalspark.objective;

import java.io.Serializable;
import org.focalspark.loss.tile.TileMath;

/**
 * Implementation of the products of a linear model over dense rows, and of the elementary functions of the loss. The
 * driver chooses one implementation for a whole fit, so that every task of every executor adds in the same order.
 * Stateless and thread-safe.
 */
public interface Kernel extends Serializable {

    /**
     * The two products over dense rows.
     *
     * @return new instance with its own working memory, for one task
     */
    DenseProducts products();

    /**
     * Elementary functions for the losses of a tile.
     *
     * @return functions whose results are bit-identical with every kernel
     */
    TileMath math();
}
