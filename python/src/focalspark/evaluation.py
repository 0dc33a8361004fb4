"""Evaluators of focal losses and of calibration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyspark import keyword_only
from pyspark.ml.evaluation import JavaEvaluator
from pyspark.ml.param.shared import HasLabelCol, HasProbabilityCol, HasRawPredictionCol, HasWeightCol
from pyspark.sql import DataFrame

from focalspark._spark import FocalStage, classic_only, java_peer, plain_errors, require_rows
from focalspark.param._arguments import keyword_params
from focalspark.param._checked import CheckedParams
from focalspark.param._kinds import number, text, whole_number
from focalspark.param._loss import FocalLossArguments, FocalLossParams, FocalLossSetters

if TYPE_CHECKING:
    from pyspark.ml._typing import ParamMap
    from typing_extensions import Self, Unpack

__all__ = ["CalibrationEvaluator", "FocalLossEvaluator"]


class _LossEvaluator(CheckedParams, JavaEvaluator, HasLabelCol, HasWeightCol):
    """Base class of our evaluators: smaller is better, and some results are tables."""

    def isLargerBetter(self) -> bool:
        """Returns False: smaller is better."""
        return False

    def setLabelCol(self, value: str) -> Self:
        """Sets the column of labels.

        Parameters
        ----------
        value : str
            Default ``label``.
        """
        return self._set(labelCol=value)

    def setWeightCol(self, value: str) -> Self:
        """Sets the column of instance weights.

        Parameters
        ----------
        value : str
            Unset by default: all rows have weight 1.
        """
        return self._set(weightCol=value)

    def evaluate(self, dataset: DataFrame, params: ParamMap | None = None) -> float:
        """Computes the metric of scored rows.

        Parameters
        ----------
        dataset : pyspark.sql.DataFrame
            Rows with labels and a model's output columns.
        params : dict, optional
            Params that override those of this evaluator.

        Raises
        ------
        TypeError
            If a value has a wrong type, or a key is no param; the message names the param.
        ValueError
            If a param belongs to another evaluator of this class.
        """
        self._refuse_strangers(params)
        return super().evaluate(dataset, params)

    def _evaluate(self, dataset: DataFrame) -> float:
        require_rows("evaluate", dataset)
        with plain_errors():
            return super()._evaluate(dataset)

    def _java_result(self, method: str, dataset: DataFrame) -> Any:
        require_rows(method, dataset)
        assert self._java_obj is not None
        self._transfer_params_to_java()
        return getattr(self._java_obj, method)(dataset._jdf)


class FocalLossEvaluatorArguments(FocalLossArguments, total=False):
    """Values of the params of FocalLossEvaluator, for its constructor."""

    rawPredictionCol: str
    labelCol: str
    weightCol: str | None
    mode: str
    reduction: str
    columnReduction: str
    eps: float
    reducedForm: str
    lossCol: str


class _FocalLossEvaluatorParams(FocalLossParams, HasRawPredictionCol):
    """Params of the evaluator with their defaults."""

    rawPredictionCol = text("rawPredictionCol", "column of raw predictions: vectors of margins or logits")
    mode = text(
        "mode", "which loss: auto, binary, multilabel, multiclass (softmax) or ovr (multiclass as a sum of binaries)"
    )
    reduction = text(
        "reduction",
        "how losses become one number: mean, sum or weightedMean (by the sum of weight times class weight)",
    )
    columnReduction = text(
        "columnReduction",
        "how the columns of ovr and multilabel are combined: auto, pooled (all entries alike), sum or mean",
    )
    eps = number("eps", "least divisor of normalized losses (> 0)")
    reducedForm = text(
        "reducedForm", "form of the reduced factor: continuous or published (which jumps at the threshold)"
    )
    lossCol = text("lossCol", "column that losses() adds")

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(
            rawPredictionCol="rawPrediction",
            mode="auto",
            reduction="mean",
            columnReduction="auto",
            eps=1e-6,
            reducedForm="continuous",
            lossCol="loss",
        )


@keyword_params(FocalLossEvaluatorArguments)
class FocalLossEvaluator(_LossEvaluator, FocalLossSetters, _FocalLossEvaluatorParams, FocalStage["FocalLossEvaluator"]):
    """Computes the focal loss of raw predictions: binary, multilabel, softmax or one-vs-rest; smaller is better.

    In a CrossValidator all candidates are evaluated with the gamma of this evaluator, not with the gamma of their fits.

    Parameters
    ----------
    rawPredictionCol, labelCol, weightCol : str
        Columns of margins or logits (vectors), of labels (class indices; for multilabel vectors or arrays of 0, 1 and
        NaN) and of instance weights.
    mode : {"auto", "binary", "multilabel", "multiclass", "ovr"}, default "auto"
        Multilabel if labels are vectors or arrays, else binary for vectors of size 2 and multiclass for larger ones.
    reduction : {"mean", "sum", "weightedMean"}, default "mean"
        How losses are aggregated; ``weightedMean`` divides by the sum of weight times class weight.
    columnReduction : {"auto", "pooled", "sum", "mean"}, default "auto"
        How the columns of ovr and multilabel are combined: pooled for multilabel, sum for ovr.
    eps : float, default 1e-6
        Least divisor of normalized losses, > 0.
    reducedForm : {"continuous", "published"}, default "continuous"
        Form of the reduced factor.
    lossCol : str, default "loss"
        Column that :meth:`losses` adds.
    gamma, gammas, gammaPositive, gammaNegative, alpha, alphas, classWeights, loss, polyEpsilon, reducedThreshold, \
normalized, labelSmoothing, ignoreLabel
        The loss, as for :class:`FocalLogisticRegression`.
    """

    _input_kwargs: dict[str, Any]

    @keyword_only
    def __init__(self, **params: Unpack[FocalLossEvaluatorArguments]) -> None:
        super().__init__()
        self._java_obj = java_peer(FocalLossEvaluator, self.uid)
        self._set(**self._input_kwargs)

    @keyword_only
    def setParams(self, **params: Unpack[FocalLossEvaluatorArguments]) -> FocalLossEvaluator:
        """Sets params by name; the others are unchanged."""
        return self._set(**self._input_kwargs)

    def getMode(self) -> str:
        """``auto``, ``binary``, ``multilabel``, ``multiclass`` or ``ovr``."""
        return self.getOrDefault(self.mode)

    def setMode(self, value: str) -> Self:
        """Sets which loss is computed; see the class."""
        return self._set(mode=value)

    def getReduction(self) -> str:
        """``mean``, ``sum`` or ``weightedMean``."""
        return self.getOrDefault(self.reduction)

    def setReduction(self, value: str) -> Self:
        """Sets how losses are aggregated; see the class."""
        return self._set(reduction=value)

    def getColumnReduction(self) -> str:
        """``auto``, ``pooled``, ``sum`` or ``mean``."""
        return self.getOrDefault(self.columnReduction)

    def setColumnReduction(self, value: str) -> Self:
        """Sets how the columns of ovr and multilabel are combined; see the class."""
        return self._set(columnReduction=value)

    def getEps(self) -> float:
        """Least divisor of normalized losses."""
        return self.getOrDefault(self.eps)

    def setEps(self, value: float) -> Self:
        """Sets the least divisor of normalized losses, > 0."""
        return self._set(eps=value)

    def getReducedForm(self) -> str:
        """``continuous`` or ``published``."""
        return self.getOrDefault(self.reducedForm)

    def setReducedForm(self, value: str) -> Self:
        """Sets the form of the reduced factor; see the class."""
        return self._set(reducedForm=value)

    def getLossCol(self) -> str:
        """Column that :meth:`losses` adds."""
        return self.getOrDefault(self.lossCol)

    def setLossCol(self, value: str) -> Self:
        """Sets the column that :meth:`losses` adds."""
        return self._set(lossCol=value)

    def setRawPredictionCol(self, value: str) -> Self:
        """Sets the column of margins or logits, default ``rawPrediction``."""
        return self._set(rawPredictionCol=value)

    @classic_only("use evaluate, which gives them combined")
    def columnLosses(self, dataset: DataFrame) -> list[float]:
        """Computes the sum of weight times loss over the rows for each column, in one job.

        Parameters
        ----------
        dataset : pyspark.sql.DataFrame
            Rows with raw predictions and labels.

        Returns
        -------
        list of float
            One value for binary and multiclass, one per class or label for ovr and multilabel; nats.
        """
        return list(self._java_result("columnLosses", dataset))

    @classic_only("use evaluate, which gives one number")
    def losses(self, dataset: DataFrame) -> DataFrame:
        """Adds the loss of each row in column ``lossCol``. Runs one job that checks all rows.

        Parameters
        ----------
        dataset : pyspark.sql.DataFrame
            Rows with raw predictions and labels.

        Returns
        -------
        pyspark.sql.DataFrame
            The dataset with a column of doubles (multilabel: vectors); NaN if a label is ignored or unknown.
        """
        return DataFrame(self._java_result("losses", dataset), dataset.sparkSession)


class CalibrationEvaluator(_LossEvaluator, HasProbabilityCol, FocalStage["CalibrationEvaluator"]):
    """Computes log loss, Brier score or calibration error of probabilities; smaller is better.

    Parameters
    ----------
    probabilityCol, labelCol, weightCol : str
        Columns of probabilities (vectors with one entry per class), class indices and instance weights.
    metricName : {"logLoss", "brier", "ece"}, default "logLoss"
        Mean of -log P(label), in nats; mean squared distance, in [0, 1] for two classes and [0, 2] for more; expected
        calibration error, in [0, 1].
    numBins : int, default 10
        Bins of ece and of the reliability table, >= 1.
    binning : {"equalMass", "equalWidth"}, default "equalMass"
        Whether bins have equal weight or equal width.
    """

    _input_kwargs: dict[str, Any]

    probabilityCol = text("probabilityCol", "column of probabilities: a vector entry per class")
    metricName = text("metricName", "what is measured: logLoss, brier or ece (expected calibration error)")
    numBins = whole_number("numBins", "number of bins (>= 1)")
    binning = text("binning", "how bins are cut: equalMass (equal weight) or equalWidth")

    @keyword_only
    def __init__(
        self,
        *,
        probabilityCol: str = "probability",
        labelCol: str = "label",
        weightCol: str | None = None,
        metricName: str = "logLoss",
        numBins: int = 10,
        binning: str = "equalMass",
    ) -> None:
        super().__init__()
        self._java_obj = java_peer(CalibrationEvaluator, self.uid)
        self._setDefault(probabilityCol="probability", metricName="logLoss", numBins=10, binning="equalMass")
        self._set(**self._input_kwargs)

    @keyword_only
    def setParams(
        self,
        *,
        probabilityCol: str = "probability",
        labelCol: str = "label",
        weightCol: str | None = None,
        metricName: str = "logLoss",
        numBins: int = 10,
        binning: str = "equalMass",
    ) -> CalibrationEvaluator:
        """Sets params by name; the others are unchanged."""
        return self._set(**self._input_kwargs)

    def getMetricName(self) -> str:
        """``logLoss``, ``brier`` or ``ece``."""
        return self.getOrDefault(self.metricName)

    def setMetricName(self, value: str) -> Self:
        """Sets the metric; see the class."""
        return self._set(metricName=value)

    def getNumBins(self) -> int:
        """Number of bins."""
        return self.getOrDefault(self.numBins)

    def setNumBins(self, value: int) -> Self:
        """Sets the number of bins, >= 1, default 10."""
        return self._set(numBins=value)

    def getBinning(self) -> str:
        """``equalMass`` or ``equalWidth``."""
        return self.getOrDefault(self.binning)

    def setBinning(self, value: str) -> Self:
        """Sets the kind of bins; see the class."""
        return self._set(binning=value)

    def setProbabilityCol(self, value: str) -> Self:
        """Sets the column of probabilities, default ``probability``."""
        return self._set(probabilityCol=value)

    @classic_only("use evaluate with metricName ece")
    def reliability(self, dataset: DataFrame) -> DataFrame:
        """Computes the reliability table: mean prediction and observed share per bin of the predicted probability.

        Parameters
        ----------
        dataset : pyspark.sql.DataFrame
            Rows with probabilities and labels.

        Returns
        -------
        pyspark.sql.DataFrame
            One row per nonempty bin, in ascending order: bin (int, from 0), lower and upper (its edges; for bins of
            equal mass, its smallest and largest probability), rows (int), weight, meanPredicted and observed (weighted
            means).
        """
        return DataFrame(self._java_result("reliability", dataset), dataset.sparkSession)
