"""Params of training and scoring that both estimators share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyspark.ml.param.shared import (
    HasAggregationDepth,
    HasElasticNetParam,
    HasFitIntercept,
    HasHandleInvalid,
    HasMaxBlockSizeInMB,
    HasMaxIter,
    HasRegParam,
    HasStandardization,
    HasThreshold,
    HasTol,
    HasWeightCol,
)

from focalspark.param._kinds import number, numbers, text
from focalspark.param._loss import FocalLossArguments, FocalLossParams, FocalLossSetters

if TYPE_CHECKING:
    from typing_extensions import Self


class FocalTrainingArguments(FocalLossArguments, total=False):
    """Values of the params that both estimators share, for constructors."""

    featuresCol: str
    labelCol: str
    predictionCol: str
    rawPredictionCol: str
    probabilityCol: str
    weightCol: str | None
    classWeightMode: str
    beta: float
    solver: str
    calibration: str
    targetPrior: list[float] | None
    handleInvalid: str
    regParam: float
    elasticNetParam: float
    maxIter: int
    tol: float
    fitIntercept: bool
    standardization: bool
    threshold: float
    thresholds: list[float] | None
    aggregationDepth: int
    maxBlockSizeInMB: float


class FocalTrainingParams(
    FocalLossParams,
    HasRegParam,
    HasElasticNetParam,
    HasMaxIter,
    HasFitIntercept,
    HasTol,
    HasStandardization,
    HasWeightCol,
    HasAggregationDepth,
    HasThreshold,
    HasMaxBlockSizeInMB,
    HasHandleInvalid,
):
    """Params of a fit, with the getters of ours. Spark's mixins have the getters of Spark's params."""

    classWeightMode = text(
        "classWeightMode", "class weights from the data: none, balanced (1 / weight sum) or effectiveNumber (with beta)"
    )
    beta = number("beta", "beta of classWeightMode effectiveNumber (in [0, 1); 0 weighs all classes alike)")
    solver = text(
        "solver",
        "method that minimizes the objective: lbfgs, newton (few passes, by second derivatives of a sample) or auto"
        " (newton where it applies)",
    )
    calibration = text(
        "calibration",
        "how a margin becomes a probability: auto (focal where there is a way back, else none), none (bare sigmoid),"
        " focal (gamma undone), posterior (gamma and class weights undone)",
    )
    targetPrior = numbers(
        "targetPrior",
        "base rates of the population to be scored, one per class, adding up to 1, or one per label (each in [0, 1];"
        " unset: those of the training data)",
    )
    handleInvalid = text(
        "handleInvalid",
        "what a model does with a null vector: error, or keep (margins, probabilities and prediction are NaN)",
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(
            classWeightMode="none",
            beta=0.999,
            solver="lbfgs",
            calibration="auto",
            handleInvalid="error",
            regParam=0.0,
            elasticNetParam=0.0,
            maxIter=100,
            tol=1e-6,
            fitIntercept=True,
            standardization=True,
            threshold=0.5,
            aggregationDepth=2,
            maxBlockSizeInMB=0.0,
        )

    def getClassWeightMode(self) -> str:
        """``none``, ``balanced`` or ``effectiveNumber``."""
        return self.getOrDefault(self.classWeightMode)

    def getBeta(self) -> float:
        """Beta of effectiveNumber, in [0, 1)."""
        return self.getOrDefault(self.beta)

    def getSolver(self) -> str:
        """``auto``, ``lbfgs`` or ``newton``."""
        return self.getOrDefault(self.solver)

    def getCalibration(self) -> str:
        """``auto``, ``none``, ``focal`` or ``posterior``."""
        return self.getOrDefault(self.calibration)

    def getTargetPrior(self) -> list[float]:
        """One base rate per class or label; KeyError if unset."""
        return self.getOrDefault(self.targetPrior)

    def _only(self, **threshold: Any) -> Self:
        """Sets threshold or thresholds and clears the other. None means not given, and clears nothing."""
        if not any(value is None for value in threshold.values()):
            self._set(**threshold)
            self.clear(self.getParam("thresholds" if "threshold" in threshold else "threshold"))
        return self


class FocalScoringSetters(FocalTrainingParams):
    """Setters of the params of scoring, for estimators and models."""

    def setCalibration(self, value: str) -> Self:
        """Sets how a margin becomes a probability.

        Parameters
        ----------
        value : {"auto", "none", "focal", "posterior"}
            ``focal`` undoes gamma and label smoothing and keeps class weights, ``posterior`` undoes all three, ``none``
            is the bare sigmoid or softmax. Default ``auto``: ``focal``, but ``none`` for reduced and normalized losses.
        """
        return self._set(calibration=value)

    def setTargetPrior(self, value: list[float]) -> Self:
        """Sets the base rates of the population to be scored, if they differ from those of the training set.

        Parameters
        ----------
        value : list of float
            One per class, each in [0, 1], with sum 1; in multilabel one per label. Unset by default.
        """
        return self._set(targetPrior=value)

    def setHandleInvalid(self, value: str) -> Self:
        """Sets how the model scores null vectors.

        Parameters
        ----------
        value : {"error", "keep"}
            ``keep`` returns NaN for margins, probabilities and prediction. Default ``error``.
        """
        return self._set(handleInvalid=value)


class FocalTrainingSetters(FocalLossSetters, FocalScoringSetters):
    """Setters of the params of a fit. ``fit`` checks the values."""

    def setClassWeightMode(self, value: str) -> Self:
        """Sets how class weights are computed from the data.

        Parameters
        ----------
        value : {"none", "balanced", "effectiveNumber"}
            ``balanced`` is 1 / W_k and ``effectiveNumber`` is (1 - beta) / (1 - beta^W_k), where W_k is the weight sum
            of class k. Default ``none``.
        """
        return self._set(classWeightMode=value)

    def setBeta(self, value: float) -> Self:
        """Sets beta of the class weight mode ``effectiveNumber``.

        Parameters
        ----------
        value : float
            In [0, 1), default 0.999; 0 gives equal weights.
        """
        return self._set(beta=value)

    def setSolver(self, value: str) -> Self:
        """Sets the method that minimizes the objective.

        Parameters
        ----------
        value : {"auto", "lbfgs", "newton"}
            ``newton`` fits a sample on the driver, starts at its solution, and preconditions L-BFGS with the Hessian of
            the sample. It needs few passes. It does not support an L1 penalty, bounds, the normalized loss, or more
            than 1,000 coefficients per Hessian. ``auto`` is ``newton`` where that is supported, otherwise ``lbfgs``.
            Default ``lbfgs``.
        """
        return self._set(solver=value)

    def setWeightCol(self, value: str) -> Self:
        """Sets the column of instance weights.

        Parameters
        ----------
        value : str
            Name of a column of numbers >= 0. Unset by default: all rows have weight 1.
        """
        return self._set(weightCol=value)

    def setRegParam(self, value: float) -> Self:
        """Sets the strength of the penalty. The same value has a different effect for every gamma.

        Parameters
        ----------
        value : float
            In [0, inf), default 0.0.
        """
        return self._set(regParam=value)

    def setElasticNetParam(self, value: float) -> Self:
        """Sets the share of the L1 penalty.

        Parameters
        ----------
        value : float
            In [0, 1], default 0.0: only L2.
        """
        return self._set(elasticNetParam=value)

    def setMaxIter(self, value: int) -> Self:
        """Sets the largest number of iterations.

        Parameters
        ----------
        value : int
            >= 0, default 100.
        """
        return self._set(maxIter=value)

    def setTol(self, value: float) -> Self:
        """Sets the tolerance at which the solver stops.

        Parameters
        ----------
        value : float
            >= 0, relative to the objective, default 1e-6.
        """
        return self._set(tol=value)

    def setFitIntercept(self, value: bool) -> Self:
        """Sets whether there is an intercept.

        Parameters
        ----------
        value : bool
            Default True.
        """
        return self._set(fitIntercept=value)

    def setStandardization(self, value: bool) -> Self:
        """Sets whether the penalty applies to the coefficients of standardized features.

        Parameters
        ----------
        value : bool
            Default True.
        """
        return self._set(standardization=value)

    def setAggregationDepth(self, value: int) -> Self:
        """Sets the depth of the tree that merges sums.

        Parameters
        ----------
        value : int
            >= 2. If it is not set, there is no shuffle until the sums are large.
        """
        return self._set(aggregationDepth=value)

    def setMaxBlockSizeInMB(self, value: float) -> Self:
        """Sets the size of a cached block of rows.

        Parameters
        ----------
        value : float
            MiB, >= 0, default 0.0: 1 for dense rows and 16 for sparse rows.
        """
        return self._set(maxBlockSizeInMB=value)
