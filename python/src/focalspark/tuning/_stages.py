"""Base classes of the two tuning stages and their models."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from pyspark.ml import Estimator, Model
from pyspark.ml.evaluation import Evaluator
from pyspark.ml.tuning import _ValidatorParams, _ValidatorSharedReadWrite
from pyspark.ml.util import RL, JavaMLWriter, MetaAlgorithmReadWrite, MLReader
from pyspark.ml.wrapper import JavaParams
from pyspark.sql import DataFrame

from focalspark._spark import SavedStage, classic_only, java_peer, require_rows
from focalspark.param._checked import CheckedParams
from focalspark.param._kinds import flag

if TYPE_CHECKING:
    from py4j.java_gateway import JavaObject
    from pyspark.ml._typing import ParamMap
    from typing_extensions import Self

M = TypeVar("M", bound="Tuned[Any]")

_SPARKS_OWN = "use CrossValidator or TrainValidationSplit of pyspark.ml.tuning, which tune our stages there, too"
_OBJECTS = ("estimator", "estimatorParamMaps", "evaluator")


class TuningStage(SavedStage[RL], _ValidatorParams):
    """Stage whose params are other stages. Its Java object is created on demand."""

    warmStarts = flag("warmStarts", "whether a candidate's fit may start at the solution of a neighbor in the grid")

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(warmStarts=False)

    def getWarmStarts(self) -> bool:
        """Whether a fit may start at the solution of a neighbor."""
        return self.getOrDefault(self.warmStarts)

    @classic_only(_SPARKS_OWN)
    def write(self) -> JavaMLWriter:
        """Returns a writer of this stage, in the format of Java."""
        return super().write()

    @classmethod
    @classic_only(_SPARKS_OWN)
    def read(cls) -> MLReader[RL]:  # type: ignore[override] # as in SavedStage
        """Returns a reader for stages that Java or Python saved."""
        return super().read()

    def _values_from_java(self, java: JavaObject) -> Self:
        """Copies the params that are set in a Java stage."""
        estimator, param_maps, evaluator = self._from_java_impl(java)
        self._set(estimator=estimator, estimatorParamMaps=param_maps, evaluator=evaluator)
        for param in self.params:
            if param.name not in _OBJECTS and java.isSet(java.getParam(param.name)):
                self._set(**{param.name: java.getOrDefault(java.getParam(param.name))})
        self._resetUid(java.uid())
        return self


class Tuner(Estimator[M], TuningStage[Any]):
    """Estimator that selects a candidate. Subclasses add the params of the split."""

    _model_class: ClassVar[type[Any]]

    def setEstimator(self, value: Estimator[Any]) -> Self:
        """Sets the estimator to tune, which must exist in Java, too."""
        return self._set(estimator=value)

    def setEstimatorParamMaps(self, value: list[ParamMap]) -> Self:
        """Sets the candidates, as ``ParamGridBuilder`` creates them."""
        return self._set(estimatorParamMaps=value)

    def setEvaluator(self, value: Evaluator) -> Self:
        """Sets the evaluator, which must exist in Java, too."""
        return self._set(evaluator=value)

    def setSeed(self, value: int) -> Self:
        """Sets the seed of the random split."""
        return self._set(seed=value)

    def setParallelism(self, value: int) -> Self:
        """Sets the number of simultaneous fits, default 1; only for estimators that are not of focalspark."""
        return self._set(parallelism=value)

    def setCollectSubModels(self, value: bool) -> Self:
        """Sets whether the models of all splits are kept, default False."""
        return self._set(collectSubModels=value)

    def setWarmStarts(self, value: bool) -> Self:
        """Sets whether a fit may start at the solution of a neighbor in the grid, default False."""
        return self._set(warmStarts=value)

    def fit(self, dataset: DataFrame, params: Any = None) -> Any:
        """Tunes the estimator, once or for each param map.

        Parameters
        ----------
        dataset : pyspark.sql.DataFrame
            Rows with labels and features.
        params : dict, or list or tuple of dict, optional
            Params that override those of this stage, its estimator and its evaluator.
        """
        self._refuse_strangers(params)
        return super().fit(dataset, params)

    def copy(self, extra: ParamMap | None = None) -> Self:
        """Copies the stage with extra params, which also apply to estimator and evaluator; candidates do not change."""
        that = super().copy(extra)
        for name in ("estimator", "evaluator"):
            if that.isSet(name):
                that._set(**{name: that.getOrDefault(name).copy(extra)})
        return that

    @classic_only(_SPARKS_OWN)
    def _fit(self, dataset: DataFrame) -> M:
        require_rows("fit", dataset)
        model: M = self._model_class(self._to_java().fit(dataset._jdf))
        return self._copyValues(model)

    def _to_java(self) -> JavaObject:
        self._require_java()
        estimator, param_maps, evaluator = self._to_java_impl()
        java = java_peer(type(self), self.uid)
        java.setEstimator(estimator)
        java.setEstimatorParamMaps(param_maps)
        java.setEvaluator(evaluator)
        for param in self._paramMap:
            if param.name not in _OBJECTS:
                java.set(java.getParam(param.name).w(self._paramMap[param]))
        return java

    def _require_java(self) -> None:
        for name in _OBJECTS:
            if not self.isSet(name):
                raise ValueError(f"{name} must be set before {type(self).__name__} can fit or be saved.")
        if not _ValidatorSharedReadWrite.is_java_convertible(self):
            raise ValueError(
                f"{type(self).__name__} runs on the JVM, and its estimator or evaluator is of Python alone. Use"
                " CrossValidator or TrainValidationSplit of pyspark.ml.tuning."
            )
        self._refuse_params_without_effect()

    def _refuse_params_without_effect(self) -> None:
        stages = MetaAlgorithmReadWrite.getAllNestedStages(self.getEstimator())
        for param in {param for params in self.getEstimatorParamMaps() for param in params}:
            if not any(stage._testOwnParam(param.parent, param.name) for stage in stages):
                raise ValueError(
                    f"estimatorParamMaps has {param.name} of {param.parent}, which has no effect on the estimator"
                    f" {self.getEstimator().uid}. Build the grid with the params of that estimator and of its stages."
                )

    @classmethod
    def _from_java(cls, java: JavaObject) -> Self:
        return cls()._values_from_java(java)


class Tuned(Model, TuningStage[RL]):
    """Base class of tuned models: the chosen model, and the Java object with the metrics of all candidates."""

    def __init__(self, java_model: JavaObject) -> None:
        super().__init__()
        self._java_obj = java_model
        self._resetUid(java_model.uid())
        #: Model of the chosen candidate, fitted on all rows.
        self.bestModel: Model = JavaParams._from_java(java_model.bestModel())

    @property
    def bestIndex(self) -> int:
        """Index of the chosen candidate into estimatorParamMaps."""
        return int(self._java_obj.bestIndex())

    def tuningTable(self) -> DataFrame:
        """Returns the metrics of all candidates.

        Returns
        -------
        pyspark.sql.DataFrame
            One row per candidate: candidate (int, from 0), the tuned params by name, meanMetric, standardError, metrics
            (one per split), passes (over the rows), seconds, chosen (bool) and failure (str, null if there is none).
        """
        from pyspark.sql import SparkSession

        return DataFrame(self._java_obj.tuningTable(), SparkSession._getActiveSessionOrCreate())

    def copy(self, extra: ParamMap | None = None) -> Self:
        """Copies the model with extra params, which apply to the best model."""
        own = None if extra is None else self._checked_map(extra)
        that = type(self)(self._to_java().copy(JavaParams._empty_java_param_map()))
        self._copyValues(that, own)
        for stage in getattr(that.bestModel, "stages", [that.bestModel]):
            checks = isinstance(stage, CheckedParams) and own is not None
            stage._copyValues(stage, stage._checked_map(own) if checks else own)
        return that

    def _transform(self, dataset: DataFrame) -> DataFrame:
        require_rows("transform", dataset)
        return self.bestModel.transform(dataset)

    def _to_java(self) -> JavaObject:
        """Returns the Java object, after params set on the Python best model are copied to the Java one."""
        best: Any = self.bestModel
        best._to_java()
        return self._java_obj

    @staticmethod
    def _python_models(java_models: Iterable[Any]) -> list[Model | None]:
        return [None if model is None else JavaParams._from_java(model) for model in java_models]

    @classmethod
    def _from_java(cls, java: JavaObject) -> Self:
        return cls(java)._values_from_java(java)
