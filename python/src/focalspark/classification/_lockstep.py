"""Training of all models of a grid together, through the interface of PySpark's tuning."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from pyspark.ml.wrapper import JavaEstimator

from focalspark._spark import active_context, is_connect, plain_errors, require_rows
from focalspark.param._checked import CheckedParams

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyspark.ml._typing import ParamMap
    from pyspark.sql import DataFrame

M = TypeVar("M", bound=Any)


class LockstepModels(Iterator[tuple[int, M]]):
    """Thread-safe iterator over pairs of index and model.

    The first call trains all models; the other calls wait for it. If the training fails, every call raises the failure.
    The iterator drops its reference to a model when it returns the model.

    Parameters
    ----------
    fit_all : callable
        Trains all models, in the order of their param maps. The first call of the iterator calls it once.
    num_models : int
        Number of models that it returns.
    """

    def __init__(self, fit_all: Callable[[], list[M]], num_models: int) -> None:
        self._fit_all = fit_all
        self._num_models = num_models
        self._lock = threading.Lock()
        self._next_index = 0
        self._models: dict[int, M] | None = None
        self._failure: Exception | None = None

    def __next__(self) -> tuple[int, M]:
        with self._lock:
            index = self._next_index
            if index >= self._num_models:
                raise StopIteration
            if self._models is None and self._failure is None:
                self._train()
            self._next_index += 1
            if self._failure is not None:
                raise self._failure
            assert self._models is not None
            return index, self._models.pop(index)

    def _train(self) -> None:
        try:
            self._models = dict(enumerate(self._fit_all()))
        except Exception as failure:  # not KeyboardInterrupt, after which another call may try again
            self._failure = failure


class LockstepEstimator(CheckedParams, JavaEstimator[M]):
    """Estimator whose Java object fits several param maps together, on one copy of the rows."""

    def fit(self, dataset: DataFrame, params: Any = None) -> Any:
        """Fits one model, or one model per param map.

        Parameters
        ----------
        dataset : pyspark.sql.DataFrame
            Rows with labels and features.
        params : dict, or list or tuple of dict, optional
            Params that override those of this estimator. Models of several maps are trained together.

        Returns
        -------
        model, or list of models
            A list if ``params`` is a list or tuple.

        Raises
        ------
        TypeError
            If a value has a wrong type, or a key is no param; the message names the param.
        ValueError
            If a param belongs to another estimator of this class.
        pyspark.errors.IllegalArgumentException
            If a value is out of its range, params contradict each other or the training set is invalid.
        """
        self._refuse_strangers(params)
        return super().fit(dataset, params)

    def fitMultiple(self, dataset: DataFrame, paramMaps: Sequence[ParamMap]) -> Iterator[tuple[int, M]]:
        """Fits a model for each param map, all of them together on one copy of the rows.

        PySpark's CrossValidator and TrainValidationSplit call this. The fit starts when the first model is requested.
        The server of Spark Connect does not support this, so models are fitted one by one there.

        Parameters
        ----------
        dataset : pyspark.sql.DataFrame
            Rows with labels and features.
        paramMaps : sequence of dict
            Params of each model, as ``ParamGridBuilder`` creates them.

        Returns
        -------
        iterator of (int, model)
            Index into ``paramMaps`` and model. Thread-safe.

        Raises
        ------
        TypeError, ValueError
            If a param map has a value of a wrong type, a key that is no param, or a param of another estimator of this
            class.
        pyspark.errors.IllegalArgumentException
            By the iterator, if a param map is rejected or its fit fails; the message names the map.
        """
        maps = [self._checked_map(params) for params in paramMaps]
        for params in maps:
            self._refuse_strangers(params)
        if is_connect():
            return super().fitMultiple(dataset, maps)
        require_rows("fitMultiple", dataset)
        estimator = self.copy()
        return LockstepModels(lambda: estimator._fit_together(dataset, maps), len(maps))

    def _fit_together(self, dataset: DataFrame, param_maps: list[ParamMap]) -> list[M]:
        context = active_context()
        assert context is not None and context._jvm is not None and self._java_obj is not None
        self._transfer_params_to_java()
        java_maps = [self._transfer_param_map_to_java(params) for params in param_maps]
        java_models = self._java_obj.fit(dataset._jdf, context._jvm.PythonUtils.toSeq(java_maps))
        return [self._model(java_models.apply(i), params) for i, params in enumerate(param_maps)]

    def _fit(self, dataset: DataFrame) -> M:
        require_rows("fit", dataset)
        with plain_errors():
            return super()._fit(dataset)

    def _model(self, java_model: Any, params: ParamMap) -> M:
        return self._copyValues(self._create_model(java_model), extra=params)
