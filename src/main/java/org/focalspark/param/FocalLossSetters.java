package org.focalspark.param;

/**
 * Setters of {@link FocalLossParams}.
 *
 * @param <S> type of the stage, which every setter returns
 * @since 0.1.0
 */
public interface FocalLossSetters<S extends FocalLossSetters<S>>
        extends FocalLossParams.Setters<S>, FocalLossFormParams.Setters<S>, FocalClassWeightParams.Setters<S> {}
