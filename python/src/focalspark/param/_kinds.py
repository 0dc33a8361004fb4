"""Params by the kind of their values. Docs equal those of the Java class."""

from __future__ import annotations

from pyspark.ml.linalg import Matrix, Vector
from pyspark.ml.param import Param, Params, TypeConverters


def number(name: str, doc: str) -> Param[float]:
    """A param that holds a number."""
    return Param(Params._dummy(), name, doc, typeConverter=TypeConverters.toFloat)


def numbers(name: str, doc: str) -> Param[list[float]]:
    """A param that holds numbers, such as one per class or label."""
    return Param(Params._dummy(), name, doc, typeConverter=TypeConverters.toListFloat)


def whole_number(name: str, doc: str) -> Param[int]:
    """A param that holds an integer."""
    return Param(Params._dummy(), name, doc, typeConverter=TypeConverters.toInt)


def whole_numbers(name: str, doc: str) -> Param[list[int]]:
    """A param that holds integers."""
    return Param(Params._dummy(), name, doc, typeConverter=TypeConverters.toListInt)


def text(name: str, doc: str) -> Param[str]:
    """A param that holds a name."""
    return Param(Params._dummy(), name, doc, typeConverter=TypeConverters.toString)


def texts(name: str, doc: str) -> Param[list[str]]:
    """A param that holds names."""
    return Param(Params._dummy(), name, doc, typeConverter=TypeConverters.toListString)


def flag(name: str, doc: str) -> Param[bool]:
    """A param that is true or false."""
    return Param(Params._dummy(), name, doc, typeConverter=TypeConverters.toBoolean)


def vector(name: str, doc: str) -> Param[Vector]:
    """A param that holds a vector."""
    return Param(Params._dummy(), name, doc, typeConverter=TypeConverters.toVector)


def matrix(name: str, doc: str) -> Param[Matrix]:
    """A param that holds a matrix."""
    return Param(Params._dummy(), name, doc, typeConverter=TypeConverters.toMatrix)
