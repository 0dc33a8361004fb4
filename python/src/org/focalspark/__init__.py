"""The stages under the name of their Java package, by which PySpark finds the Python class of a stage that it has read.

Import them from ``focalspark``. ``org`` is a namespace package, which others may share.
"""

from focalspark import (
    CalibrationEvaluator,
    FocalCrossValidator,
    FocalCrossValidatorModel,
    FocalLogisticRegression,
    FocalLogisticRegressionModel,
    FocalLossEvaluator,
    FocalMultilabelClassificationModel,
    FocalMultilabelClassifier,
    FocalTrainValidationSplit,
    FocalTrainValidationSplitModel,
    TableVectorizer,
)

__all__ = [
    "CalibrationEvaluator",
    "FocalCrossValidator",
    "FocalCrossValidatorModel",
    "FocalLogisticRegression",
    "FocalLogisticRegressionModel",
    "FocalLossEvaluator",
    "FocalMultilabelClassificationModel",
    "FocalMultilabelClassifier",
    "FocalTrainValidationSplit",
    "FocalTrainValidationSplitModel",
    "TableVectorizer",
]
