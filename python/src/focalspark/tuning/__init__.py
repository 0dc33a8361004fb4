"""Tuning on the grid engine: Spark's cross validation and train-validation split, of candidates trained together."""

from focalspark.tuning._cross_validation import FocalCrossValidator, FocalCrossValidatorModel
from focalspark.tuning._validation_split import FocalTrainValidationSplit, FocalTrainValidationSplitModel

__all__ = [
    "FocalCrossValidator",
    "FocalCrossValidatorModel",
    "FocalTrainValidationSplit",
    "FocalTrainValidationSplitModel",
]
