"""Logistic regression on the focal loss, for classes and for labels that do not exclude each other."""

from focalspark.classification._logistic import FocalLogisticRegression, FocalLogisticRegressionModel
from focalspark.classification._multilabel import FocalMultilabelClassificationModel, FocalMultilabelClassifier
from focalspark.classification._summary import (
    FocalBinaryLogisticRegressionTrainingSummary,
    FocalLogisticRegressionTrainingSummary,
    FocalTrainingSummary,
)

__all__ = [
    "FocalBinaryLogisticRegressionTrainingSummary",
    "FocalLogisticRegression",
    "FocalLogisticRegressionModel",
    "FocalLogisticRegressionTrainingSummary",
    "FocalMultilabelClassificationModel",
    "FocalMultilabelClassifier",
    "FocalTrainingSummary",
]
