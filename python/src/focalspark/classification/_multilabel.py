"""Focal-loss logistic regression for labels that do not exclude each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from pyspark import keyword_only
from pyspark.ml.linalg import Matrix, Vector
from pyspark.ml.util import HasTrainingSummary
from pyspark.sql import Column

from focalspark._spark import FocalModel, FocalStage, classic_only, java_class, java_peer
from focalspark.classification._lockstep import LockstepEstimator
from focalspark.classification._summary import FocalTrainingSummary
from focalspark.param._arguments import keyword_params
from focalspark.param._multilabel import FocalMultilabelArguments, FocalMultilabelSetters
from focalspark.param._training import FocalTrainingSetters
from focalspark.param._values import shown

if TYPE_CHECKING:
    from py4j.java_gateway import JavaObject
    from pyspark.sql import DataFrame
    from typing_extensions import Unpack

__all__ = ["FocalMultilabelClassificationModel", "FocalMultilabelClassifier"]

_SAVED = "save the model and read its coefficients: spark.read.parquet(path + '/data').first()"
_TRANSFORM = "use model.transform on a DataFrame with the vector"


@keyword_params(FocalMultilabelArguments)
class FocalMultilabelClassifier(
    FocalMultilabelSetters,
    FocalTrainingSetters,
    LockstepEstimator["FocalMultilabelClassificationModel"],
    FocalStage["FocalMultilabelClassifier"],
):
    """Logistic regression on the focal loss for labels that do not exclude each other, such as the tags of a document.

    The label column contains vectors or arrays of numbers with a 1 or 0 for each label, and NaN (in an array also null)
    for an unknown label. One pass over the data trains all labels.

    The constructor and ``setParams`` accept every param by keyword, and every param has a getter and a setter. The
    setter describes the param.

    Parameters
    ----------
    gamma : float, default 2.0
        Focusing parameter, in [0, inf).
    gammas : list of float, optional
        One gamma per label.
    gammaPositive, gammaNegative : float, optional
        Gamma of the rows with a label, and of the rows without. ``gammaNegative`` above ``gammaPositive`` is the
        asymmetric loss of Ridnik et al. 2021.
    alpha : float, optional
        Weight of the rows with a label, inside (0, 1); the other rows have 1 - alpha.
    alphas : list of float, optional
        One alpha per label.
    classWeights : list of float, optional
        One weight > 0 per label, of its loss against the penalty.
    classWeightMode : {"none", "balanced", "effectiveNumber"}, default "none"
        Weights of the labels from the data.
    beta : float, default 0.999
        Parameter of ``effectiveNumber``, in [0, 1).
    loss, polyEpsilon, reducedThreshold, normalized, labelSmoothing, ignoreLabel, calibration, handleInvalid
        As for :class:`FocalLogisticRegression`; ``ignoreLabel`` applies to entries.
    targetPrior : list of float, optional
        Base rates of the population to be scored, one per label, each in [0, 1].
    threshold : float, default 0.5
        Probability in [0, 1] above which a label is predicted.
    thresholds : list of float, optional
        One threshold per label.
    predictedLabelsCol : str, default "predictedLabels"
        Column of the indices of the predicted labels; empty leaves it out.
    solver : {"auto", "lbfgs", "newton"}, default "lbfgs"
        ``newton`` needs few passes over the data. ``auto`` uses it where it is supported.
    featuresCol, labelCol, predictionCol, rawPredictionCol, probabilityCol, weightCol : str
        Columns. The output columns of the model are vectors with one entry per label.
    regParam, elasticNetParam, maxIter, tol, fitIntercept, standardization, aggregationDepth, maxBlockSizeInMB
        As in Spark's LogisticRegression.

    Raises
    ------
    TypeError
        By setters and constructor, if a value has a wrong type.
    pyspark.errors.IllegalArgumentException
        By ``fit``, if a value is out of its range, params contradict each other or the training set is invalid.
    """

    _input_kwargs: dict[str, Any]

    @keyword_only
    def __init__(self, **params: Unpack[FocalMultilabelArguments]) -> None:
        super().__init__()
        self._java_obj = java_peer(FocalMultilabelClassifier, self.uid)
        self.setParams(**self._input_kwargs)

    @keyword_only
    def setParams(self, **params: Unpack[FocalMultilabelArguments]) -> FocalMultilabelClassifier:
        """Sets params by name; the others are unchanged."""
        return self._set(**self._input_kwargs)

    @classmethod
    @classic_only(
        'turn a column of arrays by F.expr("transform(filter(sequence(0, size(label) - 1), i -> label[i] = 1), i ->'
        ' double(i))")'
    )
    def labelSet(cls, labels: Column) -> Column:
        """Converts labels to the format of Spark's MultilabelClassificationEvaluator, which does not accept vectors.

        Parameters
        ----------
        labels : pyspark.sql.Column
            Vectors or arrays of 0, 1 and NaN.

        Returns
        -------
        pyspark.sql.Column
            Arrays of the indices of the labels that are 1, as doubles in ascending order.
        """
        if not isinstance(labels, Column):
            raise TypeError(f"labels must be a column, such as dataset.label, but was {shown(labels)}.")
        return Column(java_class(FocalMultilabelClassifier).labelSet(labels._jc))

    def _create_model(self, java_model: JavaObject) -> FocalMultilabelClassificationModel:
        return FocalMultilabelClassificationModel(java_model)


class FocalMultilabelClassificationModel(
    FocalModel["FocalMultilabelClassificationModel"],
    FocalMultilabelSetters,
    HasTrainingSummary[FocalTrainingSummary],
):
    """Model fitted by :class:`FocalMultilabelClassifier`.

    Every label has its own margin and its own calibrated probability. It is predicted if the probability exceeds its
    threshold. rawPrediction, probability and prediction are vectors with one entry per label.
    """

    @property
    @classic_only(_SAVED)
    def coefficientMatrix(self) -> Matrix:
        """Coefficients on the original scale, numLabels x numFeatures."""
        return cast(Matrix, self._call_java("coefficientMatrix"))

    @property
    @classic_only(_SAVED)
    def interceptVector(self) -> Vector:
        """Intercepts, one per label; infinite if all known values of the label are equal."""
        return cast(Vector, self._call_java("interceptVector"))

    @property
    @classic_only(_SAVED)
    def featureNames(self) -> list[str]:
        """Names of the features from the metadata of the features column, length numFeatures; or empty."""
        return list(self._call_java("featureNames"))

    @property
    @classic_only(f"{_SAVED}['priors']")
    def labelPriors(self) -> Vector:
        """Share of each label among the training rows where it is known, by instance weight."""
        return cast(Vector, self._call_java("labelPriors"))

    @property
    @classic_only(f"{_SAVED}['interceptVector']")
    def numLabels(self) -> int:
        """Number of labels: the length of all output vectors."""
        return cast(int, self._call_java("numLabels"))

    @property
    @classic_only(_SAVED)
    def numFeatures(self) -> int:
        """Number of features: the length of the input vectors."""
        return cast(int, self._call_java("numFeatures"))

    @classic_only(_SAVED)
    def coefficientsByName(self) -> DataFrame:
        """Returns coefficients and intercepts by name.

        Returns
        -------
        pyspark.sql.DataFrame
            numLabels x (numFeatures + 1) rows of label (int, its index), featureIndex (int, null for the intercept),
            feature (str) and coefficient (float, on the original scale).
        """
        return cast("DataFrame", self._call_java("coefficientsByName"))

    @property
    def summary(self) -> FocalTrainingSummary:
        """Convergence of the fit. A loaded model has no summary (``hasSummary``) and raises an error."""
        return cast(FocalTrainingSummary, self._as_summary(super().summary))

    @classic_only(_TRANSFORM)
    def predictRaw(self, value: Vector) -> Vector:
        """Returns the margins of a vector of length numFeatures, one per label."""
        return cast(Vector, self._call_java("predictRaw", value))

    @classic_only(_TRANSFORM)
    def predictProbability(self, value: Vector) -> Vector:
        """Returns the probabilities of a vector of length numFeatures, one per label."""
        return cast(Vector, self._call_java("predictProbability", value))

    @classic_only(_TRANSFORM)
    def predict(self, value: Vector) -> Vector:
        """Returns the prediction for a vector of length numFeatures, 0 or 1 per label."""
        return cast(Vector, self._call_java("predict", value))

    @property
    def _summaryCls(self) -> type:
        return FocalTrainingSummary

    def _summary_dataset(self, train_dataset: DataFrame) -> DataFrame:
        return train_dataset
