"""Validation on a part of the rows, on the grid engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyspark import keyword_only
from pyspark.ml import Estimator, Model
from pyspark.ml.evaluation import Evaluator
from pyspark.ml.param.shared import HasCollectSubModels, HasParallelism
from pyspark.ml.tuning import _TrainValidationSplitParams

from focalspark.tuning._stages import Tuned, Tuner

if TYPE_CHECKING:
    from pyspark.ml._typing import ParamMap
    from typing_extensions import Self

__all__ = ["FocalTrainValidationSplit", "FocalTrainValidationSplitModel"]


class _ValidationSplitParams(_TrainValidationSplitParams):
    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(seed=-1772833110)


class FocalTrainValidationSplitModel(_ValidationSplitParams, Tuned["FocalTrainValidationSplitModel"]):
    """Model of the candidate that :class:`FocalTrainValidationSplit` has chosen, and how all of them did.

    Attributes
    ----------
    bestModel : pyspark.ml.Model
        Model of the chosen candidate, fitted on all rows.
    """

    @property
    def validationMetrics(self) -> list[float]:
        """Metric of each candidate on the rows held out, NaN where it failed."""
        return list(self._java_obj.validationMetrics())

    @property
    def subModels(self) -> list[Model | None] | None:
        """The models that were measured, None where one failed; or None if collectSubModels was False."""
        if not self._java_obj.hasSubModels():
            return None
        return self._python_models(self._java_obj.subModels())


class FocalTrainValidationSplit(
    _ValidationSplitParams,
    HasParallelism,
    HasCollectSubModels,
    Tuner[FocalTrainValidationSplitModel],
):
    """Chooses params by the metric on a part of the rows that is held out: Spark's TrainValidationSplit on the engine
    of :class:`FocalCrossValidator`.

    Parameters
    ----------
    trainRatio : float, default 0.75
        Share of the rows to fit on, in [0, 1].
    estimator, estimatorParamMaps, evaluator, seed, warmStarts, parallelism, collectSubModels
        As for :class:`FocalCrossValidator`.
    """

    _input_kwargs: dict[str, Any]
    _model_class = FocalTrainValidationSplitModel

    @keyword_only
    def __init__(
        self,
        *,
        estimator: Estimator[Any] | None = None,
        estimatorParamMaps: list[ParamMap] | None = None,
        evaluator: Evaluator | None = None,
        trainRatio: float = 0.75,
        seed: int | None = None,
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
        trainRatio: float = 0.75,
        seed: int | None = None,
        warmStarts: bool = False,
        parallelism: int = 1,
        collectSubModels: bool = False,
    ) -> FocalTrainValidationSplit:
        """Sets the params that are given, and leaves all others alone."""
        return self._set(**self._input_kwargs)

    def setTrainRatio(self, value: float) -> Self:
        """Sets the share of the rows to fit on, in [0, 1], default 0.75."""
        return self._set(trainRatio=value)
