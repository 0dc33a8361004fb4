"""The stages as thin classes of PySpark, under the name by which it looks for a Java class that it has read."""

from pyspark.ml.classification import (
    BinaryLogisticRegressionTrainingSummary,
    LogisticRegressionTrainingSummary,
    _JavaProbabilisticClassificationModel,
    _JavaProbabilisticClassifier,
    _LogisticRegressionParams,
)
from pyspark.ml.evaluation import JavaEvaluator
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.param.shared import HasFeaturesCol, HasLabelCol, HasMaxIter, HasProbabilityCol, HasWeightCol
from pyspark.ml.util import HasTrainingSummary, JavaMLReadable, JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel, JavaWrapper


def _param(name, converter=TypeConverters.toFloat):
    return Param(Params._dummy(), name, name, typeConverter=converter)


class _FocalParams(_LogisticRegressionParams):
    gamma = _param("gamma")
    gammas = _param("gammas", TypeConverters.toListFloat)


class FocalLogisticRegression(_JavaProbabilisticClassifier, _FocalParams, JavaMLWritable, JavaMLReadable):
    def __init__(self, **params):
        super().__init__()
        self._java_obj = self._new_java_obj("org.focalspark.FocalLogisticRegression", self.uid)
        self._set(**params)

    def _create_model(self, java_model):
        return FocalLogisticRegressionModel(java_model)


class FocalLogisticRegressionModel(
    _JavaProbabilisticClassificationModel, _FocalParams, JavaMLWritable, JavaMLReadable, HasTrainingSummary
):
    @property
    def _summaryCls(self):
        return BinaryLogisticRegressionTrainingSummary if self.numClasses <= 2 else LogisticRegressionTrainingSummary

    def _summary_dataset(self, train_dataset):
        return train_dataset


class _TagParams(HasLabelCol, HasFeaturesCol, HasProbabilityCol, HasMaxIter):
    gammaNegative = _param("gammaNegative")


class FocalMultilabelClassifier(JavaEstimator, _TagParams, JavaMLWritable, JavaMLReadable):
    def __init__(self, **params):
        super().__init__()
        self._java_obj = self._new_java_obj("org.focalspark.FocalMultilabelClassifier", self.uid)
        self._set(**params)

    def _create_model(self, java_model):
        return FocalMultilabelClassificationModel(java_model)


class TagSummary(JavaWrapper):
    @property
    def objectiveHistory(self):
        return self._call_java("objectiveHistory")

    @property
    def totalIterations(self):
        return self._call_java("totalIterations")


class FocalMultilabelClassificationModel(JavaModel, _TagParams, JavaMLWritable, JavaMLReadable, HasTrainingSummary):
    @property
    def _summaryCls(self):
        return TagSummary

    def _summary_dataset(self, train_dataset):
        return train_dataset


class CalibrationEvaluator(JavaEvaluator, HasLabelCol, HasProbabilityCol, HasWeightCol, JavaMLWritable, JavaMLReadable):
    metricName = _param("metricName", TypeConverters.toString)

    def __init__(self, **params):
        super().__init__()
        self._java_obj = self._new_java_obj("org.focalspark.CalibrationEvaluator", self.uid)
        self._set(**params)

    def isLargerBetter(self):
        return False
