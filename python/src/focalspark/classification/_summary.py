"""Training summaries: Spark's summaries with more about convergence and calibration."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pyspark.ml.classification import (
    BinaryLogisticRegressionTrainingSummary,
    LogisticRegressionTrainingSummary,
    _TrainingSummary,
)

from focalspark._spark import classic_only

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = [
    "FocalBinaryLogisticRegressionTrainingSummary",
    "FocalLogisticRegressionTrainingSummary",
    "FocalTrainingSummary",
]

_LOG = "read the log of the server, which warns of a fit that did not converge, or compare totalIterations with maxIter"


class FocalTrainingSummary(_TrainingSummary):
    """Convergence of a fit.

    ``objectiveHistory`` is a list of floats in nats per unit of weight: the objective at the start and after each of
    the ``totalIterations`` iterations.
    """

    @property
    @classic_only(_LOG)
    def converged(self) -> bool:
        """Whether the solver reached its tolerance; False after maxIter iterations or a failed line search.

        As in Spark, the tolerance bounds the progress, not the distance from the optimum.
        """
        return cast(bool, self._call_java("converged"))

    @property
    @classic_only(_LOG)
    def convergenceReason(self) -> str:
        """Reason why the solver stopped."""
        return cast(str, self._call_java("convergenceReason"))

    @property
    @classic_only(_LOG)
    def gradientNorm(self) -> float:
        """Euclidean norm of the objective's gradient at the solution, in the coefficients of the standardized features
        and the intercept; 0 at a stationary point."""
        return cast(float, self._call_java("gradientNorm"))

    @property
    @classic_only(_LOG)
    def gradientNormHistory(self) -> list[float]:
        """The same norm at the start and after each iteration: totalIterations + 1 numbers. With an L1 penalty it is
        that of the subgradient, with bounds that of the projected gradient."""
        return list(self._call_java("gradientNormHistory"))

    @property
    @classic_only("fit in a session without Connect")
    def nonConvexShare(self) -> float:
        """Share of the instance weight, in [0, 1], of rows with a margin where the loss is not convex.

        0 certifies that the objective is convex around the solution, as for log loss and convexFocal. NaN for reduced
        and normalized losses, for which it is unknown.
        """
        return cast(float, self._call_java("nonConvexShare"))

    @property
    @classic_only("fit in a session without Connect")
    def estimatedGap(self) -> float:
        """Estimate of how far the objective at the solution is above its minimum, nats per unit of weight.

        It is the Newton decrement with the second derivatives of a sample: near the solution it is usually correct
        within a factor of 2. NaN with solver lbfgs, for which it is unknown.
        """
        return cast(float, self._call_java("estimatedGap"))


class FocalLogisticRegressionTrainingSummary(LogisticRegressionTrainingSummary, FocalTrainingSummary):
    """Convergence of a fit, and metrics of the model on its training set.

    Metrics are computed on access, in a pass over the training set.
    """

    @classic_only("call CalibrationEvaluator().evaluate(model.transform(dataset)) with metricName ece")
    def reliability(self) -> DataFrame:
        """Computes the reliability table of the probabilities on the training set, with ten bins of equal weight.

        Returns
        -------
        pyspark.sql.DataFrame
            As :meth:`CalibrationEvaluator.reliability`.
        """
        return cast("DataFrame", self._call_java("reliability"))


class FocalBinaryLogisticRegressionTrainingSummary(
    FocalLogisticRegressionTrainingSummary, BinaryLogisticRegressionTrainingSummary
):
    """Summary of a fit of two classes, with Spark's curves: ``roc``, ``pr``, ``areaUnderROC``,
    ``fMeasureByThreshold``, ``precisionByThreshold`` and ``recallByThreshold``."""
