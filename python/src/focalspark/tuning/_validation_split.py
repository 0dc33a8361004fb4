"""Train-validation split that trains all candidates together."""

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
    """Model of the candidate that :class:`FocalTrainValidationSplit` has chosen, with the metrics of all candidates.

    Attributes
    ----------
    bestModel : pyspark.ml.Model
        Model of the chosen candidate, fitted on all rows.
    """

    @property
    def validationMetrics(self) -> list[float]:
        """Metric of each candidate on the held-out set, NaN if it failed."""
        return list(self._java_obj.validationMetrics())

    @property
    def subModels(self) -> list[Model | None] | None:
        """Models by candidate (None if it failed); None if collectSubModels was False."""
        if not self._java_obj.hasSubModels():
            return None
        return self._python_models(self._java_obj.subModels())


class FocalTrainValidationSplit(
    _ValidationSplitParams,
    HasParallelism,
    HasCollectSubModels,
    Tuner[FocalTrainValidationSplitModel],
):
    """Selects params by the metric on one held-out set, with the params and split of Spark's TrainValidationSplit.

    Trains and evaluates candidates as :class:`FocalCrossValidator` does.

    Parameters
    ----------
    trainRatio : float, default 0.75
        Share of the rows in the training set, in [0, 1].
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
        """Sets params by name; the others are unchanged."""
        return self._set(**self._input_kwargs)

    def setTrainRatio(self, value: float) -> Self:
        """Sets the share of the rows in the training set, in [0, 1], default 0.75."""
        return self._set(trainRatio=value)
