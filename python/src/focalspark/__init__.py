"""Focal-loss logistic regression for Apache Spark: wrappers of the Java library whose jar this package contains.

>>> import focalspark
>>> from pyspark.sql import SparkSession
>>> spark = SparkSession.builder.config("spark.jars", focalspark.jar_path()).getOrCreate()
>>> from focalspark import FocalLogisticRegression
>>> model = FocalLogisticRegression(gamma=2.0).fit(training)
"""

from importlib.metadata import PackageNotFoundError, version

from focalspark._jars import jar_path, maven_coordinate
from focalspark.classification import (
    FocalBinaryLogisticRegressionTrainingSummary,
    FocalLogisticRegression,
    FocalLogisticRegressionModel,
    FocalLogisticRegressionTrainingSummary,
    FocalMultilabelClassificationModel,
    FocalMultilabelClassifier,
    FocalTrainingSummary,
)
from focalspark.evaluation import CalibrationEvaluator, FocalLossEvaluator
from focalspark.export import ModelExport
from focalspark.feature import TableVectorizer
from focalspark.saving import ReplacingWriter
from focalspark.tuning import (
    FocalCrossValidator,
    FocalCrossValidatorModel,
    FocalTrainValidationSplit,
    FocalTrainValidationSplitModel,
)

try:
    __version__ = version("focalspark")
except PackageNotFoundError:  # a source tree on the path that is not installed
    __version__ = "0+unknown"

__all__ = [
    "CalibrationEvaluator",
    "FocalBinaryLogisticRegressionTrainingSummary",
    "FocalCrossValidator",
    "FocalCrossValidatorModel",
    "FocalLogisticRegression",
    "FocalLogisticRegressionModel",
    "FocalLogisticRegressionTrainingSummary",
    "FocalLossEvaluator",
    "FocalMultilabelClassificationModel",
    "FocalMultilabelClassifier",
    "FocalTrainValidationSplit",
    "FocalTrainValidationSplitModel",
    "FocalTrainingSummary",
    "ModelExport",
    "ReplacingWriter",
    "TableVectorizer",
    "__version__",
    "jar_path",
    "maven_coordinate",
]
