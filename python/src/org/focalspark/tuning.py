"""The stages of ``focalspark.tuning``."""

from focalspark.tuning import (
    FocalCrossValidator,
    FocalCrossValidatorModel,
    FocalTrainValidationSplit,
    FocalTrainValidationSplitModel,
)

__all__ = [
    "FocalCrossValidator",
    "FocalCrossValidatorModel",
    "FocalTrainValidationSplit",
    "FocalTrainValidationSplitModel",
]
