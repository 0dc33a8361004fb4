"""Cross-validation that trains all candidates together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyspark import keyword_only
from pyspark.ml import Estimator, Model
from pyspark.ml.evaluation import Evaluator
from pyspark.ml.param.shared import HasCollectSubModels, HasParallelism
from pyspark.ml.tuning import _CrossValidatorParams

from focalspark.param._kinds import text
from focalspark.tuning._stages import Tuned, Tuner

if TYPE_CHECKING:
    from pyspark.ml._typing import ParamMap
    from typing_extensions import Self

__all__ = ["FocalCrossValidator", "FocalCrossValidatorModel"]


class _CrossValidationParams(_CrossValidatorParams):
    selection = text(
        "selection",
        "which candidate is chosen: best, or oneStandardError (the simplest one within a standard error of the best)",
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        # The default of Spark's class on the JVM. PySpark's default differs from process to process.
        self._setDefault(selection="best", seed=-1191137437)

    def getSelection(self) -> str:
        """``best`` or ``oneStandardError``."""
        return self.getOrDefault(self.selection)


class FocalCrossValidatorModel(_CrossValidationParams, Tuned["FocalCrossValidatorModel"]):
    """Model of the candidate that :class:`FocalCrossValidator` has chosen, with the metrics of all candidates.

    Attributes
    ----------
    bestModel : pyspark.ml.Model
        Model of the chosen candidate, fitted on all rows.
    """

    @property
    def avgMetrics(self) -> list[float]:
        """Mean metric of each candidate over the folds, NaN if it failed."""
        return list(self._java_obj.avgMetrics())

    @property
    def stdMetrics(self) -> list[float]:
        """Standard deviation of the metric of each candidate over the folds; as in PySpark, divided by numFolds."""
        return list(self._java_obj.stdMetrics())

    @property
    def subModels(self) -> list[list[Model | None]] | None:
        """Models by fold, then by candidate (None if it failed); None if collectSubModels was False."""
        if not self._java_obj.hasSubModels():
            return None
        return [self._python_models(fold) for fold in self._java_obj.subModels()]


class FocalCrossValidator(
    _CrossValidationParams,
    HasParallelism,
    HasCollectSubModels,
    Tuner[FocalCrossValidatorModel],
):
    """Selects params by cross-validation, with the params, folds and metrics of Spark's CrossValidator.

    Candidates of :class:`FocalLogisticRegression` and :class:`FocalMultilabelClassifier` are trained together on all
    folds. Other estimators, which must exist in Java, are tuned as in Spark. A candidate that fails has the metric NaN
    and is never chosen; if all candidates fail, the first failure is raised. It does not work in Spark Connect: use
    PySpark's CrossValidator there.

    Parameters
    ----------
    estimator : pyspark.ml.Estimator
        The estimator to tune.
    estimatorParamMaps : list of dict
        The candidates, as ``ParamGridBuilder`` creates them.
    evaluator : pyspark.ml.evaluation.Evaluator
        The evaluator that computes the metric.
    numFolds : int, default 3
        >= 2.
    foldCol : str, default ""
        Column of integers from 0 to numFolds - 1; if empty, the split is random.
    seed : int, optional
        Seed of the random split; by default that of Spark's class on the JVM, so folds are the same in every run.
    selection : {"best", "oneStandardError"}, default "best"
        The candidate with the best mean metric, or the simplest one (largest regParam, then smallest gamma) within one
        standard error of it.
    warmStarts : bool, default False
        Whether a fit may start at the solution of a neighbor in the grid.
    parallelism : int, default 1
        Number of simultaneous fits; only for estimators that are not of focalspark.
    collectSubModels : bool, default False
        Whether the models of all folds are kept.

    Examples
    --------
    >>> focal = FocalLogisticRegression()
    >>> grid = ParamGridBuilder().addGrid(focal.gamma, [0.0, 1.0, 2.0]).addGrid(focal.regParam, [1e-4, 1e-2]).build()
    >>> tuned = FocalCrossValidator(
    ...     estimator=focal, estimatorParamMaps=grid, evaluator=BinaryClassificationEvaluator(metricName="areaUnderPR")
    ... ).fit(training)
    >>> tuned.tuningTable().show()
    """

    _input_kwargs: dict[str, Any]
    _model_class = FocalCrossValidatorModel

    @keyword_only
    def __init__(
        self,
        *,
        estimator: Estimator[Any] | None = None,
        estimatorParamMaps: list[ParamMap] | None = None,
        evaluator: Evaluator | None = None,
        numFolds: int = 3,
        foldCol: str = "",
        seed: int | None = None,
        selection: str = "best",
        warmStarts: bool = False,
        parallelism: int = 1,
        collectSubModels: bool = False,
    ) -> None:
        super().__init__()
        self._setDefault(parallelism=1, collectSubModels=False)
        self._set(**self._input_kwargs)

    @keyword_only
    def setParams(
        self,
        *,
        estimator: Estimator[Any] | None = None,
        estimatorParamMaps: list[ParamMap] | None = None,
        evaluator: Evaluator | None = None,
        numFolds: int = 3,
        foldCol: str = "",
        seed: int | None = None,
        selection: str = "best",
        warmStarts: bool = False,
        parallelism: int = 1,
        collectSubModels: bool = False,
    ) -> FocalCrossValidator:
        """Sets params by name; the others are unchanged."""
        return self._set(**self._input_kwargs)

    def setNumFolds(self, value: int) -> Self:
        """Sets the number of folds, >= 2, default 3."""
        return self._set(numFolds=value)

    def setFoldCol(self, value: str) -> Self:
        """Sets the column of folds, integers from 0 to numFolds - 1; if empty, the split is random."""
        return self._set(foldCol=value)

    def setSelection(self, value: str) -> Self:
        """Sets the rule that chooses the candidate, ``best`` or ``oneStandardError``."""
        return self._set(selection=value)
