"""Cross-validation and train-validation split that train all candidates together."""

from focalspark.tuning._cross_validation import FocalCrossValidator, FocalCrossValidatorModel
from focalspark.tuning._validation_split import FocalTrainValidationSplit, FocalTrainValidationSplitModel

__all__ = [
    "FocalCrossValidator",
    "FocalCrossValidatorModel",
    "FocalTrainValidationSplit",
    "FocalTrainValidationSplitModel",
]
