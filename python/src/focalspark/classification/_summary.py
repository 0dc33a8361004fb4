"""How fits went: Spark's summaries and more."""

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
    """How a fit went.

    ``objectiveHistory`` is a list of floats, nats per unit of weight, at the start and after each of the
    ``totalIterations`` iterations.
    """

    @property
    @classic_only(_LOG)
    def converged(self) -> bool:
        """Whether the solver reached its tolerance; False after maxIter iterations or a failed line search.

        As with Spark, the tolerance bounds the progress and not the distance from the optimum.
        """
        return cast(bool, self._call_java("converged"))

    @property
    @classic_only(_LOG)
    def convergenceReason(self) -> str:
        """Why the solver stopped, in words."""
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
        """The same norm at the start and after each iteration: totalIterations + 1 numbers. With an L1 penalty or
        bounds, of what has to vanish in the gradient's place."""
        return list(self._call_java("gradientNormHistory"))

    @property
    @classic_only("fit in a session without Connect")
    def nonConvexShare(self) -> float:
        """Share of the instance weight, in [0, 1], of the rows at whose margin the loss is not convex.

        0 certifies that the objective is convex around the solution, as for log loss and convexFocal; NaN for reduced
        and normalized losses, of which it is not known.
        """
        return cast(float, self._call_java("nonConvexShare"))


class FocalLogisticRegressionTrainingSummary(LogisticRegressionTrainingSummary, FocalTrainingSummary):
    """How a fit went and how the model does on its training set.

    Metrics are computed when they are asked for, by a pass over the training set.
    """

    @classic_only("call CalibrationEvaluator().evaluate(model.transform(dataset)) with metricName ece")
    def reliability(self) -> DataFrame:
        """The reliability table of the probabilities on the training set, in ten bins of equal weight.

        Returns
        -------
        pyspark.sql.DataFrame
            As :meth:`CalibrationEvaluator.reliability`.
        """
        return cast("DataFrame", self._call_java("reliability"))


class FocalBinaryLogisticRegressionTrainingSummary(
    FocalLogisticRegressionTrainingSummary, BinaryLogisticRegressionTrainingSummary
):
    """How a fit of two classes went, with Spark's curves: ``roc``, ``pr``, ``areaUnderROC``, ``fMeasureByThreshold``,
    ``precisionByThreshold`` and ``recallByThreshold``."""
