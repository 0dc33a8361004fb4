"""Checks of param values for all stages, in every kind of session."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pyspark.ml.param import Param, Params

from focalspark.param._values import checked, checked_param_map

if TYPE_CHECKING:
    from pyspark.ml._typing import ParamMap
    from typing_extensions import Self


class CheckedParams(Params):
    """Params whose values are checked when they are set, and for which None means that no value is given.

    PySpark sets a param to None, which Java reads as 0 or rejects with a NullPointerException. Here, constructors,
    ``setParams`` and setters do not change a param if its value is None; ``clear`` unsets a param. In a param map and
    in ``set``, None is an error.
    """

    def _copy_params(self) -> None:
        """Creates all params of a stage, including those of PySpark's mixins."""
        super()._copy_params()
        for param in vars(self).values():
            if isinstance(param, Param):
                param.typeConverter = checked(param)

    def _set(self, **kwargs: Any) -> Self:
        for name, value in kwargs.items():
            if value is not None:
                param = self.getParam(name)
                self._paramMap[param] = param.typeConverter(value)
        return self

    def copy(self, extra: ParamMap | None = None) -> Self:
        """Copies the stage with the same uid and extra params.

        The extra params are checked before the copy is created: PySpark's copy shares the Java object at first, so a
        failure would also damage the original.
        """
        return super().copy(None if extra is None else self._checked_map(extra))

    def _checked_map(self, params: ParamMap) -> ParamMap:
        """Returns a param map with converted values. Params of other stages are unchanged: Pipelines pass the params of
        all stages to each stage."""
        return checked_param_map(params, self._converter_of)

    def _converter_of(self, param: Param[Any]) -> Callable[[Any], Any] | None:
        return self.getParam(param.name).typeConverter if self._testOwnParam(param.parent, param.name) else None

    def _refuse_strangers(self, params: Any) -> None:
        """Rejects a param map with params of another stage of the same class, which have no effect on this stage.

        The usual cause is a map that was built with an earlier instance of the estimator. A model has the uid of its
        estimator. PySpark handles values that are not param maps.
        """
        if not isinstance(params, dict):
            return
        for param in self._checked_map(params):
            same_class = param.parent.rpartition("_")[0] == self.uid.rpartition("_")[0]
            if same_class and param.parent != self.uid and self.hasParam(param.name):
                raise ValueError(
                    f"A param map has {param.name} of {param.parent}, which has no effect on {self.uid}. Build the"
                    " map with the params of the stage that is called."
                )
