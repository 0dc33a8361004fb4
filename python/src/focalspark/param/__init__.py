"""Params of the stages, with their getters and setters: mixins that several stages share.

Code that takes any stage with a gamma can ask for :class:`FocalLossParams`.
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
