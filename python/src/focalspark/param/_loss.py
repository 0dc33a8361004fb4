"""Params of a loss, for estimators and evaluators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from focalspark.param._checked import CheckedParams
from focalspark.param._kinds import flag, number, numbers, text

if TYPE_CHECKING:
    from typing_extensions import Self


class FocalLossArguments(TypedDict, total=False):
    """Values of the params of a loss, for constructors."""

    gamma: float
    gammas: list[float] | None
    gammaPositive: float | None
    gammaNegative: float | None
    alpha: float | None
    alphas: list[float] | None
    classWeights: list[float] | None
    loss: str
    polyEpsilon: float
    reducedThreshold: float | None
    normalized: bool
    labelSmoothing: float
    ignoreLabel: float | None


class FocalLossParams(CheckedParams):
    """Params of a loss, with their getters."""

    gamma = number(
        "gamma",
        "focusing parameter: how strongly well-classified rows are down-weighted (>= 0; 0 is log loss)",
    )
    gammas = numbers(
        "gammas",
        "focusing parameter of each class of the multinomial family, or of each column of ovr and multilabel; overrides"
        " gamma (each >= 0)",
    )
    gammaPositive = number(
        "gammaPositive",
        "focusing parameter of the rows of class 1, or with a column's class or label; overrides gamma (>= 0)",
    )
    gammaNegative = number(
        "gammaNegative",
        "focusing parameter of the rows of class 0, or without a column's class or label; overrides gamma (>= 0)",
    )
    alpha = number(
        "alpha",
        "class balance: weight of class 1, or of a column's class or label; the others get 1 - alpha (in [0, 1]; unset"
        " weighs both alike)",
    )
    alphas = numbers(
        "alphas",
        "class balance of each column of ovr and multilabel (each in [0, 1]; not together with alpha)",
    )
    classWeights = numbers(
        "classWeights",
        "weight of the rows of each class, or of each column of ovr and multilabel (each > 0; unset weighs all alike;"
        " for two classes not together with alpha)",
    )
    loss = text(
        "loss",
        "which loss: focal, convexFocal (its gradient through (1 - p)^gamma stopped), poly1Focal (focal + polyEpsilon"
        " (1 - p)^(gamma + 1))",
    )
    polyEpsilon = number(
        "polyEpsilon", "what loss poly1Focal adds to the weight of its first polynomial term (> -1; 0 is focal)"
    )
    reducedThreshold = number(
        "reducedThreshold", "probability below which the focal factor is 1 (in (0, 1); unset: not reduced)"
    )
    normalized = flag("normalized", "whether losses are divided by the sum of the focal factors (1 - p)^gamma")
    labelSmoothing = number(
        "labelSmoothing", "share of every label that is spread over all classes (in [0, 1); calibration undoes it)"
    )
    ignoreLabel = number(
        "ignoreLabel", "label of rows, or of entries in multilabel, that take no part (any finite number; unset: none)"
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(gamma=2.0, loss="focal", polyEpsilon=1.0, normalized=False, labelSmoothing=0.0)

    def getGamma(self) -> float:
        """Focusing parameter, >= 0."""
        return self.getOrDefault(self.gamma)

    def getGammas(self) -> list[float]:
        """One focusing parameter per class or label; KeyError if unset."""
        return self.getOrDefault(self.gammas)

    def getGammaPositive(self) -> float:
        """Focusing parameter of class 1; KeyError if unset."""
        return self.getOrDefault(self.gammaPositive)

    def getGammaNegative(self) -> float:
        """Focusing parameter of class 0; KeyError if unset."""
        return self.getOrDefault(self.gammaNegative)

    def getAlpha(self) -> float:
        """Weight of class 1, in [0, 1]; KeyError if unset."""
        return self.getOrDefault(self.alpha)

    def getAlphas(self) -> list[float]:
        """One weight per class or label, in [0, 1]; KeyError if unset."""
        return self.getOrDefault(self.alphas)

    def getClassWeights(self) -> list[float]:
        """One weight per class or label, > 0; KeyError if unset."""
        return self.getOrDefault(self.classWeights)

    def getLoss(self) -> str:
        """Name of the loss, such as ``focal``."""
        return self.getOrDefault(self.loss)

    def getPolyEpsilon(self) -> float:
        """Weight that ``poly1Focal`` adds to the first polynomial term, > -1."""
        return self.getOrDefault(self.polyEpsilon)

    def getReducedThreshold(self) -> float:
        """Probability below which the focal factor is 1; KeyError if unset."""
        return self.getOrDefault(self.reducedThreshold)

    def getNormalized(self) -> bool:
        """Whether losses are divided by the sum of the focal factors."""
        return self.getOrDefault(self.normalized)

    def getLabelSmoothing(self) -> float:
        """Share of a label that is spread over all classes, in [0, 1)."""
        return self.getOrDefault(self.labelSmoothing)

    def getIgnoreLabel(self) -> float:
        """Label of rows that are ignored; KeyError if unset."""
        return self.getOrDefault(self.ignoreLabel)


class FocalLossSetters(FocalLossParams):
    """Setters of the params of a loss. ``fit`` and ``evaluate`` check the values."""

    def setGamma(self, value: float) -> Self:
        """Sets the focusing parameter gamma.

        Parameters
        ----------
        value : float
            In [0, inf), no unit, default 2.0. 0 is log loss; with otherwise default params, the fit then equals Spark's
            LogisticRegression.
        """
        return self._set(gamma=value)

    def setGammas(self, value: list[float]) -> Self:
        """Sets a gamma for each class (multinomial) or column (ovr, multilabel); overrides gamma.

        Parameters
        ----------
        value : list of float
            One per class or label, each in [0, inf). Unset by default.
        """
        return self._set(gammas=value)

    def setGammaPositive(self, value: float) -> Self:
        """Sets the gamma of the rows of class 1, or of the rows with a column's class or label.

        Parameters
        ----------
        value : float
            In [0, inf). Unset by default: gamma applies.
        """
        return self._set(gammaPositive=value)

    def setGammaNegative(self, value: float) -> Self:
        """Sets the gamma of the rows of class 0, or of all other rows of a column.

        Parameters
        ----------
        value : float
            In [0, inf). Unset by default: gamma applies.
        """
        return self._set(gammaNegative=value)

    def setAlpha(self, value: float) -> Self:
        """Sets the weight of class 1; class 0 has 1 - alpha.

        Parameters
        ----------
        value : float
            In [0, 1]; in ovr and multilabel inside (0, 1). Unset by default: equal weights.
        """
        return self._set(alpha=value)

    def setAlphas(self, value: list[float]) -> Self:
        """Sets alpha for each column of ovr or multilabel.

        Parameters
        ----------
        value : list of float
            One per class or label, each inside (0, 1). Unset by default.
        """
        return self._set(alphas=value)

    def setClassWeights(self, value: list[float]) -> Self:
        """Sets the weight of the rows of each class; in ovr and multilabel, of the loss of each column.

        Parameters
        ----------
        value : list of float
            One per class or label, each > 0. Unset by default. For two classes, not together with alpha.
        """
        return self._set(classWeights=value)

    def setLoss(self, value: str) -> Self:
        """Sets the loss to minimize or evaluate.

        Parameters
        ----------
        value : {"focal", "convexFocal", "poly1Focal"}
            Default ``focal``.
        """
        return self._set(loss=value)

    def setPolyEpsilon(self, value: float) -> Self:
        """Sets the weight that ``poly1Focal`` adds to the first polynomial term.

        Parameters
        ----------
        value : float
            In (-1, inf), default 1.0; 0 is ``focal``.
        """
        return self._set(polyEpsilon=value)

    def setReducedThreshold(self, value: float) -> Self:
        """Sets the probability below which the focal factor is 1. Such losses have no calibration.

        Parameters
        ----------
        value : float
            In (0, 1). Unset by default.
        """
        return self._set(reducedThreshold=value)

    def setNormalized(self, value: bool) -> Self:
        """Sets whether losses are divided by the sum of the focal factors. Such losses have no calibration.

        Parameters
        ----------
        value : bool
            Default False.
        """
        return self._set(normalized=value)

    def setLabelSmoothing(self, value: float) -> Self:
        """Sets the share of every label that is spread over all classes.

        Parameters
        ----------
        value : float
            In [0, 1), default 0.0. Calibration undoes it.
        """
        return self._set(labelSmoothing=value)

    def setIgnoreLabel(self, value: float) -> Self:
        """Sets the label of rows that are ignored; in multilabel, of entries.

        Parameters
        ----------
        value : float
            Any finite number. Unset by default.
        """
        return self._set(ignoreLabel=value)
