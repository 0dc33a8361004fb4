"""The stages of ``focalspark.evaluation``."""

from focalspark.evaluation import CalibrationEvaluator, FocalLossEvaluator

__all__ = ["CalibrationEvaluator", "FocalLossEvaluator"]
