package org.focalspark.objective;

import java.io.Serializable;
import org.focalspark.loss.tile.TileMath;

/**
 * How the products of a linear model over dense rows are taken, and the elementary functions for the loss in between. The
 * driver chooses one implementation for a whole fit, so that every task of every executor adds in the same order. Stateless
 * and thread-safe.
 */
public interface Kernel extends Serializable {

    /**
     * The two products over dense rows.
     *
     * @return with working memory of their own: for one task
     */
    DenseProducts products();

    /**
     * Elementary functions for the losses of a tile.
     *
     * @return functions that are as fast as the products; with any kernel they give the same bits
     */
    TileMath math();
}
