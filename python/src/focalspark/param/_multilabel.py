"""Params that only the multilabel estimator and its model have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyspark.ml.param.shared import (
    HasFeaturesCol,
    HasLabelCol,
    HasPredictionCol,
    HasProbabilityCol,
    HasRawPredictionCol,
)

from focalspark.param._kinds import numbers, text
from focalspark.param._training import FocalScoringSetters, FocalTrainingArguments, FocalTrainingParams

if TYPE_CHECKING:
    from typing_extensions import Self


class FocalMultilabelArguments(FocalTrainingArguments, total=False):
    """Values of the params of FocalMultilabelClassifier, for its constructor."""

    predictedLabelsCol: str


class FocalMultilabelParams(
    FocalTrainingParams, HasFeaturesCol, HasLabelCol, HasPredictionCol, HasProbabilityCol, HasRawPredictionCol
):
    """Params of the multilabel estimator and its model, with their getters."""

    thresholds = numbers(
        "thresholds", "probability of each label above which it is predicted, overrides threshold (each in [0, 1])"
    )
    predictedLabelsCol = text(
        "predictedLabelsCol",
        "column of the indices of the predicted labels, as MultilabelClassificationEvaluator takes them",
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(predictedLabelsCol="predictedLabels")

    def getThresholds(self) -> list[float]:
        """One threshold per label; KeyError if unset."""
        return self.getOrDefault(self.thresholds)

    def getPredictedLabelsCol(self) -> str:
        """Name of the column of the indices of the predicted labels."""
        return self.getOrDefault(self.predictedLabelsCol)


class FocalMultilabelSetters(FocalScoringSetters, FocalMultilabelParams):
    """Setters that the multilabel estimator and its model share."""

    def setFeaturesCol(self, value: str) -> Self:
        """Sets the column of feature vectors.

        Parameters
        ----------
        value : str
            Default ``features``.
        """
        return self._set(featuresCol=value)

    def setLabelCol(self, value: str) -> Self:
        """Sets the column of labels.

        Parameters
        ----------
        value : str
            Column of vectors or arrays of 0, 1 and NaN, default ``label``.
        """
        return self._set(labelCol=value)

    def setRawPredictionCol(self, value: str) -> Self:
        """Sets the column of margins.

        Parameters
        ----------
        value : str
            A new column of vectors, default ``rawPrediction``; empty leaves it out.
        """
        return self._set(rawPredictionCol=value)

    def setProbabilityCol(self, value: str) -> Self:
        """Sets the column of probabilities.

        Parameters
        ----------
        value : str
            A new column of vectors, default ``probability``; empty leaves it out.
        """
        return self._set(probabilityCol=value)

    def setPredictionCol(self, value: str) -> Self:
        """Sets the column of predictions.

        Parameters
        ----------
        value : str
            A new column of vectors of 0 and 1, default ``prediction``; empty leaves it out.
        """
        return self._set(predictionCol=value)

    def setPredictedLabelsCol(self, value: str) -> Self:
        """Sets the column of the indices of the predicted labels.

        Parameters
        ----------
        value : str
            A new column of arrays, default ``predictedLabels``; empty leaves it out.
        """
        return self._set(predictedLabelsCol=value)

    def setThreshold(self, value: float) -> Self:
        """Sets the probability above which a label is predicted, for all labels, and clears thresholds.

        Parameters
        ----------
        value : float
            In [0, 1], default 0.5. Applies to the calibrated probability.
        """
        return self._only(threshold=value)

    def setThresholds(self, value: list[float]) -> Self:
        """Sets the probability above which a label is predicted, for each label, and clears threshold.

        Parameters
        ----------
        value : list of float
            One per label, each in [0, 1]. Unset by default.
        """
        return self._only(thresholds=value)
