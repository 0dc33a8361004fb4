"""Conversion of Python values for params. PySpark's converters are too strict or too lax and do not name the param."""

from __future__ import annotations

import array
import numbers
import reprlib
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

import numpy as np
from pyspark.ml import Estimator
from pyspark.ml.evaluation import Evaluator
from pyspark.ml.linalg import DenseVector, Matrix, Vector
from pyspark.ml.param import Param

_SEQUENCES = (list, tuple, range, array.array)
# PySpark has one converter for int and long.
_LONG_PARAMS = frozenset({"seed"})

_short = reprlib.Repr()
_short.maxother = _short.maxstring = 60


class Checked:
    """Type converter of one param. PySpark's converter for the param determines the kind of values.

    Parameters
    ----------
    param : str
        Name of the param, for messages.
    converter : callable
        PySpark's converter of the param. PySpark reads ``__name__`` of a converter, so the name is kept.
    """

    def __init__(self, param: str, converter: Callable[[Any], Any]) -> None:
        self.param = param
        self.converter = converter
        self.__name__ = converter.__name__

    def __call__(self, value: Any) -> Any:
        """Returns the value to send to Java, or raises a TypeError that names param, rule and value."""
        rule = _RULES.get(self.param) or _RULES.get(self.__name__)
        if rule is None:
            return self.converter(value)
        wanted, convert = rule
        try:
            return convert(value)
        except (TypeError, ValueError, OverflowError) as error:
            if isinstance(error, ParamMapError):
                raise
            raise TypeError(f"{self.param} must be {wanted}, but was {shown(value)}.{_way_out(value)}") from None


class ParamMapError(TypeError):
    """An invalid param map, with a complete message."""


def checked(param: Param[Any]) -> Callable[[Any], Any]:
    """Returns the strict converter of a param; the same one if it is already strict."""
    converter = param.typeConverter
    return converter if isinstance(converter, Checked) else Checked(param.name, converter)


def shown(value: Any) -> str:
    """Formats a value and its type on one line, for messages."""
    return f"{' '.join(_short.repr(value).split())} ({type(value).__name__})"


def checked_param_map(params: Any, converter_of: Callable[[Param[Any]], Callable[[Any], Any] | None]) -> dict[Any, Any]:
    """Returns a param map with the values to send to Java.

    Parameters
    ----------
    params : dict
        Values by params.
    converter_of : callable
        Returns the converter of a param; None for a param of another stage, whose value is unchanged.
    """
    if not isinstance(params, Mapping):
        raise ParamMapError(f"A param map must be a dict of values by params, but was {shown(params)}.")
    values = {}
    for param, value in params.items():
        if not isinstance(param, Param):
            raise ParamMapError(
                f"The keys of a param map must be params, such as estimator.gamma, but one was {shown(param)}."
            )
        converter = converter_of(param)
        values[param] = value if converter is None else converter(value)
    return values


def to_vector(method: str, value: Any) -> Vector:
    """Converts the feature vector passed to a model's method."""
    try:
        return _vector(value)
    except TypeError:
        raise TypeError(
            f"{method} takes a pyspark.ml.linalg.Vector or a list of numbers, one per feature, but got {shown(value)}."
        ) from None


def _way_out(value: Any) -> str:
    if value is None:
        return " To give no value, leave it out."
    if isinstance(value, Mapping) or type(value).__name__ == "Series":
        return " Its keys are not looked at, so give the values in order: [value[k] for k in sorted(value.keys())]."
    if isinstance(value, np.ndarray) and value.ndim == 2:
        return (
            " DenseMatrix(*value.shape, value.ravel(), isTransposed=True) makes a matrix of an array of two dimensions."
        )
    return ""


def _number(value: Any) -> float:
    # Includes numpy's numbers, excludes its booleans.
    if isinstance(value, (numbers.Real, Decimal)) and not isinstance(value, bool):
        return float(value)
    raise TypeError


def _whole_number(bits: int) -> Callable[[Any], int]:
    def convert(value: Any) -> int:
        exact = int(value) if isinstance(value, numbers.Integral) and not isinstance(value, bool) else None
        if exact is None and _number(value).is_integer():
            exact = int(value)
        if exact is None or not -(2 ** (bits - 1)) <= exact < 2 ** (bits - 1):
            raise TypeError
        return exact

    return convert


def _boolean(value: Any) -> bool:
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    raise TypeError


def _text(value: Any) -> str:
    # Not str(value), which returns the member's name for an Enum of texts.
    if isinstance(value, str):
        return str.__str__(value)
    raise TypeError


def _list_of_numbers(value: Any) -> list[float]:
    if isinstance(value, Vector):
        value = value.toArray()
    # Connect cannot infer the type of an empty list, and no param allows one.
    if not isinstance(value, str) and hasattr(value, "__len__") and len(value) == 0:
        raise TypeError
    return _list_of(_number)(value)


def _list_of(convert: Callable[[Any], Any]) -> Callable[[Any], list[Any]]:
    def convert_all(value: Any) -> list[Any]:
        if not (isinstance(value, _SEQUENCES) or (isinstance(value, np.ndarray) and value.ndim == 1)):
            raise TypeError
        return [convert(each) for each in value]

    return convert_all


def _vector(value: Any) -> Vector:
    return value if isinstance(value, Vector) else DenseVector(_list_of_numbers(value))


def _instance(kind: type) -> Callable[[Any], Any]:
    def convert(value: Any) -> Any:
        if isinstance(value, kind):
            return value
        raise TypeError

    return convert


def _param_maps(value: Any) -> list[dict[Any, Any]]:
    if isinstance(value, (str, Mapping)) or not isinstance(value, Iterable):
        raise TypeError
    return [checked_param_map(params, _own_converter) for params in value]


def _own_converter(param: Param[Any]) -> Callable[[Any], Any]:
    """Returns the converter of a param of any stage; its message names the param."""

    def convert(value: Any) -> Any:
        strict = isinstance(param.typeConverter, Checked)
        try:
            if strict or value is not None:
                return param.typeConverter(value)
        except TypeError as error:
            if strict:
                raise ParamMapError(str(error)) from None
        raise ParamMapError(
            f"{param.name} of {param.parent} cannot be {shown(value)} in estimatorParamMaps.{_way_out(value)}"
        )

    return convert


#: Rule and converter of a param, by the param's name or by the name of PySpark's converter.
_RULES: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "estimator": ("a pyspark.ml.Estimator", _instance(Estimator)),
    "evaluator": ("a pyspark.ml.evaluation.Evaluator", _instance(Evaluator)),
    "estimatorParamMaps": ("a list of param maps, as ParamGridBuilder builds them", _param_maps),
    # One number per numeric column. The list may be empty.
    "fillValues": ("a list, tuple or one-dimensional array of numbers", _list_of(_number)),
    "toListString": ("a list of str", _list_of(_text)),
    "toListInt": ("a list of whole numbers of 32 bits", _list_of(_whole_number(32))),
    "toFloat": ("a number", _number),
    "toInt": ("a whole number of 32 bits", _whole_number(32)),
    **{name: ("a whole number of 64 bits", _whole_number(64)) for name in _LONG_PARAMS},
    "toBoolean": ("True or False", _boolean),
    "toString": ("a str", _text),
    "toListFloat": ("a list, tuple or one-dimensional array of numbers", _list_of_numbers),
    "toVector": ("a pyspark.ml.linalg.Vector or a list of numbers", _vector),
    "toMatrix": ("a pyspark.ml.linalg.Matrix", _instance(Matrix)),
}
