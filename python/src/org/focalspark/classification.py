"""The stages of ``focalspark.classification``."""

from focalspark.classification import (
    FocalLogisticRegression,
    FocalLogisticRegressionModel,
    FocalMultilabelClassificationModel,
    FocalMultilabelClassifier,
)

__all__ = [
    "FocalLogisticRegression",
    "FocalLogisticRegressionModel",
    "FocalMultilabelClassificationModel",
    "FocalMultilabelClassifier",
]
