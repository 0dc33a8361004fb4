"""Focal-loss logistic regression for classes: wrappers of the Java classes with the same names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from pyspark import keyword_only
from pyspark.ml.classification import (
    BinaryLogisticRegressionSummary,
    LogisticRegressionModel,
    LogisticRegressionSummary,
    _JavaProbabilisticClassificationModel,
    _JavaProbabilisticClassifier,
)
from pyspark.ml.linalg import Matrix, Vector
from pyspark.ml.util import HasTrainingSummary
from pyspark.ml.wrapper import JavaParams

from focalspark._spark import FocalModel, FocalStage, classic_only, java_peer, require_rows
from focalspark.classification._lockstep import LockstepEstimator
from focalspark.classification._summary import (
    FocalBinaryLogisticRegressionTrainingSummary,
    FocalLogisticRegressionTrainingSummary,
)
from focalspark.param._arguments import keyword_params
from focalspark.param._logistic import FocalArguments, FocalSetters, FocalThresholdSetters
from focalspark.param._training import FocalScoringSetters

if TYPE_CHECKING:
    from py4j.java_gateway import JavaObject
    from pyspark.sql import DataFrame
    from typing_extensions import Self, Unpack

__all__ = ["FocalLogisticRegression", "FocalLogisticRegressionModel"]

_SAVED = "save the model and read its coefficients: spark.read.parquet(path + '/data').first()"


@keyword_params(FocalArguments)
class FocalLogisticRegression(
    FocalSetters,
    LockstepEstimator["FocalLogisticRegressionModel"],
    _JavaProbabilisticClassifier["FocalLogisticRegressionModel"],
    FocalStage["FocalLogisticRegression"],
):
    """Logistic regression on the focal loss, for rare classes; a drop-in replacement for Spark's LogisticRegression.

    The objective is ``sum w a (1 - p)^gamma (-log p) / sum w a + penalty``. p is the model's probability of the row's
    label before calibration, w the instance weight and a the class weight. With gamma 0 and otherwise default params,
    the fit equals that of Spark's LogisticRegression. Probabilities are calibrated.

    The constructor and ``setParams`` accept every param by keyword, and every param has a getter and a setter. The
    setter describes the param. Params of Spark's LogisticRegression keep their names, defaults and meaning.

    Parameters
    ----------
    gamma : float, default 2.0
        Focusing parameter, in [0, inf): the log loss of a row is multiplied by (1 - p)^gamma.
    gammas : list of float, optional
        One gamma per class (multinomial) or column (ovr).
    gammaPositive, gammaNegative : float, optional
        Gamma of the rows of class 1 and of class 0 (binomial, ovr).
    alpha : float, optional
        Weight of class 1, in [0, 1]; class 0 has 1 - alpha (binomial, ovr).
    alphas : list of float, optional
        One alpha per column (ovr).
    classWeights : list of float, optional
        One weight > 0 per class.
    classWeightMode : {"none", "balanced", "effectiveNumber"}, default "none"
        Class weights from the data.
    beta : float, default 0.999
        Parameter of ``effectiveNumber``, in [0, 1).
    loss : {"focal", "convexFocal", "poly1Focal"}, default "focal"
        The loss to minimize; see :meth:`setLoss`.
    polyEpsilon : float, default 1.0
        Parameter of ``poly1Focal``, > -1.
    reducedThreshold : float, optional
        Probability p in (0, 1) below which the focal factor is 1.
    normalized : bool, default False
        Whether losses are divided by the sum of the focal factors.
    labelSmoothing : float, default 0.0
        Share in [0, 1) of every label that is spread over all classes.
    ignoreLabel : float, optional
        Label of rows that the fit ignores.
    calibration : {"auto", "none", "focal", "posterior"}, default "auto"
        How a margin becomes a probability.
    targetPrior : list of float, optional
        Base rates of the population to be scored, one per class, adding up to 1.
    handleInvalid : {"error", "keep"}, default "error"
        How the model scores a null vector.
    family : {"auto", "binomial", "multinomial", "ovr"}, default "auto"
        ``binomial`` has one margin, ``multinomial`` is softmax, ``ovr`` trains every class against the rest.
    lowerBoundsOnCoefficients, upperBoundsOnCoefficients : pyspark.ml.linalg.Matrix, optional
        One row per margin, one column per feature, on the original scale; infinite entries are no bound.
    lowerBoundsOnIntercepts, upperBoundsOnIntercepts : pyspark.ml.linalg.Vector, optional
        One entry per margin.
    initialModelPath : str, optional
        Folder of a saved model to start from, ours or Spark's.
    solver : {"auto", "lbfgs", "newton"}, default "lbfgs"
        ``newton`` needs few passes over the data. ``auto`` uses it where it is supported.
    featuresCol, labelCol, predictionCol, rawPredictionCol, probabilityCol, weightCol : str
        Columns, as in Spark.
    regParam, elasticNetParam, maxIter, tol, fitIntercept, standardization, threshold, thresholds, \
aggregationDepth, maxBlockSizeInMB
        As in Spark.

    Raises
    ------
    TypeError
        By setters and constructor, if a value has a wrong type.
    pyspark.errors.IllegalArgumentException
        By ``fit``, if a value is out of its range, params contradict each other or the training set is invalid; the
        message names param or column, rule, value and fix.

    Examples
    --------
    >>> from focalspark import FocalLogisticRegression
    >>> model = FocalLogisticRegression(gamma=2.0, regParam=0.001).fit(training)
    >>> model.transform(test).select("probability", "prediction").show()
    """

    _input_kwargs: dict[str, Any]

    @keyword_only
    def __init__(self, **params: Unpack[FocalArguments]) -> None:
        super().__init__()
        self._java_obj = java_peer(FocalLogisticRegression, self.uid)
        self.setParams(**self._input_kwargs)

    @keyword_only
    def setParams(self, **params: Unpack[FocalArguments]) -> FocalLogisticRegression:
        """Sets params by name; the others are unchanged."""
        return self._set(**self._input_kwargs)

    @classic_only("use setInitialModelPath with the folder of the saved model")
    def setInitialModel(self, value: FocalLogisticRegressionModel | LogisticRegressionModel) -> Self:
        """Sets the initial model of a fit. Copies of this estimator keep it, but it is not saved.

        Parameters
        ----------
        value : FocalLogisticRegressionModel or pyspark.ml.classification.LogisticRegressionModel
            Model of the same features and classes. A model of another shape is ignored with a warning.
        """
        if not isinstance(value, (FocalLogisticRegressionModel, LogisticRegressionModel)):
            raise TypeError(
                "The initial model must be a FocalLogisticRegressionModel or Spark's LogisticRegressionModel, but was a"
                f" {type(value).__name__}."
            )
        assert self._java_obj is not None
        self._java_obj.setInitialModel(value._to_java())
        return self

    def _create_model(self, java_model: JavaObject) -> FocalLogisticRegressionModel:
        return FocalLogisticRegressionModel(java_model)


class FocalLogisticRegressionModel(
    FocalThresholdSetters,
    FocalModel["FocalLogisticRegressionModel"],
    _JavaProbabilisticClassificationModel[Vector],
    FocalScoringSetters,
    HasTrainingSummary[FocalLogisticRegressionTrainingSummary],
):
    """Model fitted by :class:`FocalLogisticRegression`.

    A binomial model has one margin, and rawPrediction is (-margin, margin). A multinomial or one-vs-rest model has one
    margin per class. Params set on the model, such as the threshold, also apply to ``predict`` and ``evaluate``.
    ``predict``, ``predictRaw`` and ``predictProbability`` accept a vector of length ``numFeatures``.
    """

    @property
    @classic_only(_SAVED)
    def coefficients(self) -> Vector:
        """Coefficients of a binomial model on the original scale, length numFeatures; other models raise an error."""
        return cast(Vector, self._call_java("coefficients"))

    @property
    @classic_only(_SAVED)
    def intercept(self) -> float:
        """Intercept of a binomial model; other models raise an error. Infinite if only one class had weight."""
        return cast(float, self._call_java("intercept"))

    @property
    @classic_only(_SAVED)
    def coefficientMatrix(self) -> Matrix:
        """Coefficients, 1 x numFeatures for a binomial model, numClasses x numFeatures for others."""
        return cast(Matrix, self._call_java("coefficientMatrix"))

    @property
    @classic_only(_SAVED)
    def interceptVector(self) -> Vector:
        """Intercepts, length 1 for a binomial model, numClasses for others."""
        return cast(Vector, self._call_java("interceptVector"))

    @property
    @classic_only(_SAVED)
    def featureNames(self) -> list[str]:
        """Names of the features from the metadata of the features column, length numFeatures; or empty."""
        return list(self._call_java("featureNames"))

    @property
    @classic_only(f"{_SAVED}['priors']")
    def classPriors(self) -> Vector:
        """Base rates of the training set by instance weight, length numClasses, with sum 1."""
        return cast(Vector, self._call_java("classPriors"))

    @classic_only(_SAVED)
    def coefficientsByName(self) -> DataFrame:
        """Returns coefficients and intercepts by name.

        Returns
        -------
        pyspark.sql.DataFrame
            numMargins x (numFeatures + 1) rows of class (int, 1 in a binomial model), featureIndex (int, null for the
            intercept), feature (str) and coefficient (float, on the original scale).
        """
        return cast("DataFrame", self._call_java("coefficientsByName"))

    @property
    def summary(self) -> FocalLogisticRegressionTrainingSummary:
        """Convergence of the fit, and Spark's summary of the training set; a binary summary for two classes.

        Summaries are not saved: a loaded model has none (``hasSummary``) and raises an error.
        """
        return cast(FocalLogisticRegressionTrainingSummary, self._as_summary(super().summary))

    @classic_only("use an evaluator on model.transform(dataset)")
    def evaluate(self, dataset: DataFrame) -> LogisticRegressionSummary:
        """Evaluates the model on a dataset, with the model's labelCol and weightCol.

        Parameters
        ----------
        dataset : pyspark.sql.DataFrame
            Rows with features and labels, and weights if weightCol is set.

        Returns
        -------
        pyspark.ml.classification.LogisticRegressionSummary
            A ``BinaryLogisticRegressionSummary`` for two classes. Metrics are computed on access.
        """
        require_rows("evaluate", dataset)
        kind = BinaryLogisticRegressionSummary if self.numClasses <= 2 else LogisticRegressionSummary
        return kind(self._call_java("evaluate", dataset))

    @classic_only("use a session without Connect")
    def toSpark(self) -> LogisticRegressionModel:
        """Converts this model to Spark's own class, with the same coefficients, raw predictions and predictions.

        Its probability column is the bare sigmoid or softmax. It equals ours only if the margin is the log-odds (gamma
        0, or convexFocal).

        Raises
        ------
        pyspark.errors.IllegalArgumentException or RuntimeError
            If no Spark model has the same predictions.
        """
        return cast(LogisticRegressionModel, JavaParams._from_java(self._call_java("toSpark")))

    @property
    def _summaryCls(self) -> type:
        if self.numClasses <= 2:
            return FocalBinaryLogisticRegressionTrainingSummary
        return FocalLogisticRegressionTrainingSummary

    def _summary_dataset(self, train_dataset: DataFrame) -> DataFrame:
        return train_dataset
