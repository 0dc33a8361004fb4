"""Params of FocalLogisticRegression that the multilabel estimator does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyspark.ml.classification import _LogisticRegressionParams
from pyspark.ml.linalg import Matrix, Vector

from focalspark.param._kinds import matrix, text, vector
from focalspark.param._training import FocalTrainingArguments, FocalTrainingParams, FocalTrainingSetters

if TYPE_CHECKING:
    from typing_extensions import Self

_SHAPE = " on the original scale, one row per margin (infinite where there is none; not with an L1 penalty)"


class FocalArguments(FocalTrainingArguments, total=False):
    """Values of the params of FocalLogisticRegression, for its constructor."""

    family: str
    lowerBoundsOnCoefficients: Matrix | None
    upperBoundsOnCoefficients: Matrix | None
    lowerBoundsOnIntercepts: Vector | None
    upperBoundsOnIntercepts: Vector | None
    initialModelPath: str | None


class FocalParams(FocalTrainingParams, _LogisticRegressionParams):
    """Params of Spark's LogisticRegression and ours. Spark's class has the getters of its own params."""

    family = text("family", "label distribution: auto, binomial, multinomial or ovr (every class against the rest)")
    lowerBoundsOnCoefficients = matrix("lowerBoundsOnCoefficients", "least coefficients" + _SHAPE)
    upperBoundsOnCoefficients = matrix("upperBoundsOnCoefficients", "largest coefficients" + _SHAPE)
    lowerBoundsOnIntercepts = vector("lowerBoundsOnIntercepts", "least intercepts" + _SHAPE)
    upperBoundsOnIntercepts = vector("upperBoundsOnIntercepts", "largest intercepts" + _SHAPE)
    initialModelPath = text(
        "initialModelPath", "folder of a saved model to start from, ours or Spark's LogisticRegression"
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(family="auto")

    def getInitialModelPath(self) -> str:
        """Folder of the initial model; KeyError if unset."""
        return self.getOrDefault(self.initialModelPath)


class FocalThresholdSetters(FocalParams):
    """Setters of threshold and thresholds, for estimators and models."""

    def setThreshold(self, value: float) -> Self:
        """Sets the probability of class 1 above which class 1 is predicted, and clears thresholds.

        Parameters
        ----------
        value : float
            In [0, 1], default 0.5. Applies to the calibrated probability.
        """
        return self._only(threshold=value)

    def setThresholds(self, value: list[float]) -> Self:
        """Sets one threshold per class, and clears threshold. The class with the largest probability / threshold wins.

        Parameters
        ----------
        value : list of float
            One per class, >= 0, at most one of them 0.
        """
        return self._only(thresholds=value)


class FocalSetters(FocalTrainingSetters, FocalThresholdSetters):
    """Setters of the params that only FocalLogisticRegression has. ``fit`` checks the values."""

    def setFamily(self, value: str) -> Self:
        """Sets the label distribution.

        Parameters
        ----------
        value : {"auto", "binomial", "multinomial", "ovr"}
            Default ``auto``: binomial for up to two classes, else multinomial.
        """
        return self._set(family=value)

    def setLowerBoundsOnCoefficients(self, value: Matrix) -> Self:
        """Sets the least coefficients.

        Parameters
        ----------
        value : pyspark.ml.linalg.Matrix
            One row per margin, one column per feature. Unset by default.
        """
        return self._set(lowerBoundsOnCoefficients=value)

    def setUpperBoundsOnCoefficients(self, value: Matrix) -> Self:
        """Sets the largest coefficients.

        Parameters
        ----------
        value : pyspark.ml.linalg.Matrix
            One row per margin, one column per feature. Unset by default.
        """
        return self._set(upperBoundsOnCoefficients=value)

    def setLowerBoundsOnIntercepts(self, value: Vector) -> Self:
        """Sets the least intercepts.

        Parameters
        ----------
        value : pyspark.ml.linalg.Vector
            One entry per margin. Unset by default.
        """
        return self._set(lowerBoundsOnIntercepts=value)

    def setUpperBoundsOnIntercepts(self, value: Vector) -> Self:
        """Sets the largest intercepts.

        Parameters
        ----------
        value : pyspark.ml.linalg.Vector
            One entry per margin. Unset by default.
        """
        return self._set(upperBoundsOnIntercepts=value)

    def setInitialModelPath(self, value: str) -> Self:
        """Sets the folder of a saved initial model.

        Parameters
        ----------
        value : str
            Folder of a model of ours or of Spark's LogisticRegression. Unset by default.
        """
        return self._set(initialModelPath=value)
