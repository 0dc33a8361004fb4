"""Mixins with the params that stages share, and their getters and setters.

Code that accepts any stage with a gamma can use the type :class:`FocalLossParams`.
"""

from focalspark.param._logistic import FocalParams, FocalSetters, FocalThresholdSetters
from focalspark.param._loss import FocalLossParams, FocalLossSetters
from focalspark.param._multilabel import FocalMultilabelParams, FocalMultilabelSetters
from focalspark.param._training import FocalScoringSetters, FocalTrainingParams, FocalTrainingSetters

__all__ = [
    "FocalLossParams",
    "FocalLossSetters",
    "FocalMultilabelParams",
    "FocalMultilabelSetters",
    "FocalParams",
    "FocalScoringSetters",
    "FocalSetters",
    "FocalThresholdSetters",
    "FocalTrainingParams",
    "FocalTrainingSetters",
]
