"""Base classes and functions that hide differences between PySpark versions and kinds of sessions."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast

import pyspark
from pyspark.ml.param import Param, Params
from pyspark.ml.util import RL, JavaMLReadable, JavaMLWritable, JavaMLWriter, MLReader
from pyspark.ml.wrapper import JavaModel, JavaParams, JavaWrapper
from pyspark.sql import DataFrame
from pyspark.sql.utils import is_remote

from focalspark._jars import HOW_TO_START, HOW_TO_START_SERVER, jar_scala, maven_coordinate
from focalspark.param._checked import CheckedParams
from focalspark.param._values import to_vector

if TYPE_CHECKING:
    from py4j.java_gateway import JavaObject
    from pyspark import SparkContext
    from pyspark.ml._typing import ParamMap

# A module that users import. Its submodules, which begin with an underscore, have no Java package.
_PUBLIC_MODULE = re.compile(r"focalspark\.[a-z]+")

# PySpark has its own classes for other Java exceptions, such as IllegalArgumentException.
_PYTHON_ERRORS: dict[str, type[Exception]] = {
    "java.lang.IllegalStateException": RuntimeError,
    "org.apache.spark.SparkException": RuntimeError,
    "java.io.IOException": OSError,
    "java.io.FileNotFoundException": FileNotFoundError,
    "org.apache.hadoop.fs.FileAlreadyExistsException": FileExistsError,
}
# This class exists if the jar is on the class path.
_IN_EVERY_JAR = "org.focalspark.classification.FocalLogisticRegression"
# Message of a Connect server without the jar.
_LACKS_JAR = re.compile(r"Unsupported (ML operator, found|read for) org\.focalspark\.")

F = TypeVar("F", bound=Callable[..., Any])


def is_connect() -> bool:
    """Returns whether the session uses Spark Connect, by the same rule as PySpark's own stages."""
    return bool(is_remote()) and "PYSPARK_NO_NAMESPACE_SHARE" not in os.environ


def classic_only(instead: str) -> Callable[[F], F]:
    """Makes a method raise a NotImplementedError in Spark Connect sessions.

    Parameters
    ----------
    instead : str
        Alternative in Connect; the end of the error message.
    """

    def decorate(method: F) -> F:
        @functools.wraps(method)
        def wrapped(self: Any, *args: Any, **kwargs: Any) -> Any:
            if is_connect():
                owner = self if isinstance(self, type) else type(self)
                raise NotImplementedError(
                    f"{owner.__name__}.{method.__name__} does not work in a Spark Connect session, whose server calls"
                    f" only what is on its list of classes and methods. Instead, {instead}."
                )
            return method(self, *args, **kwargs)

        return cast(F, wrapped)

    return decorate


def active_context() -> SparkContext | None:
    """Returns the context of a session without Connect. ``pyspark-client`` has no class SparkContext."""
    from pyspark import SparkContext

    return SparkContext._active_spark_context


def require_rows(method: str, dataset: Any) -> None:
    """Raises a TypeError unless the dataset is a Spark DataFrame. PySpark would raise an AttributeError."""
    if not isinstance(dataset, DataFrame):
        kind = f"{type(dataset).__module__.split('.')[0]}.{type(dataset).__name__}"
        raise TypeError(f"{method} takes a Spark DataFrame, but got a {kind}. Convert it with spark.createDataFrame.")


@contextmanager
def plain_errors() -> Iterator[None]:
    """Removes the stack trace of the JVM from errors with a complete message."""
    try:
        yield
    except Exception as error:
        java = getattr(error, "java_exception", None)
        if java is not None:
            kind = _PYTHON_ERRORS.get(java.getClass().getName())
            message = java.getMessage()
            # The message of a failed job, a SparkException, has several lines about its tasks.
            of_tasks = "SparkException" in java.getClass().getName() and message and "\n" in message
            if kind is not None and message and not of_tasks:
                raise kind(message) from None
        elif is_connect():
            if _LACKS_JAR.search(str(error)):
                raise RuntimeError(
                    f"The Spark Connect server does not know focalspark. {HOW_TO_START_SERVER}"
                ) from None
            if type(error).__name__ == "IllegalArgumentException" and hasattr(error, "_display_stacktrace"):
                error._display_stacktrace = False  # error.getStackTrace() still returns it
        raise


def java_package(module: str) -> str:
    """Returns the Java package of the classes that a Python module wraps.

    It is ``org.focalspark.tuning`` for ``focalspark.tuning`` and its submodules, such as ``focalspark.tuning._stages``.
    Names of other modules, and of the package itself, are returned unchanged.
    """
    ours = _PUBLIC_MODULE.match(module)
    return f"org.{ours[0]}" if ours else module


def java_name(cls: type) -> str:
    """Returns the name of the Java class that a Python class wraps: same package, same name."""
    return f"{java_package(cls.__module__)}.{cls.__name__}"


def require_jar() -> None:
    """Raises an error that explains how to start a session with the jar.

    Without this check, py4j would report that a 'JavaPackage' object is not callable.
    """
    if is_connect():
        if int(pyspark.__version__.split(".")[0]) < 4:
            raise RuntimeError(
                f"Spark {pyspark.__version__} has no machine learning in Spark Connect. Use Spark 4, or a session"
                " without Connect."
            )
        return
    context = active_context()
    if context is None or context._jvm is None:
        raise RuntimeError(f"There is no Spark session. {HOW_TO_START}")
    from py4j.java_gateway import JavaClass

    if not isinstance(getattr(context._jvm, _IN_EVERY_JAR), JavaClass):
        raise RuntimeError(f"The jar of focalspark is not on the class path of this Spark session. {HOW_TO_START}")
    require_scala_of_jar(context)


def require_scala_of_jar(context: SparkContext) -> None:
    """Raises an error if the jar is for another Scala version; otherwise a fit would end in a NoSuchMethodError."""
    jvm: Any = context._jvm
    loader = jvm.java.lang.Thread.currentThread().getContextClassLoader()
    source = loader.loadClass(_IN_EVERY_JAR).getProtectionDomain().getCodeSource()
    of_jar = jar_scala(source.getLocation().toString()) if source is not None else None
    scala = ".".join(jvm.scala.util.Properties.versionNumberString().split(".")[:2])
    if of_jar is not None and of_jar != scala:
        raise RuntimeError(
            f"The jar of focalspark in this Spark session is for Scala {of_jar}, but Spark {context.version} here runs"
            f" on Scala {scala}. Start the session with focalspark.jar_path({scala!r}) as spark.jars, or with"
            f" {maven_coordinate(scala)} as spark.jars.packages. A running session keeps its jars: stop it first."
        )


def java_peer(cls: type, uid: str) -> JavaObject:
    """Creates the Java object that a Python class wraps. In Connect, returns the name of its class."""
    require_jar()
    return JavaWrapper._new_java_obj(java_name(cls), uid)


def java_class(cls: type) -> Any:
    """Returns the Java class that a Python class wraps, for static methods in sessions without Connect."""
    require_jar()
    return getattr(cast(Any, active_context())._jvm, java_name(cls))


class SavedStage(CheckedParams, JavaMLWritable, JavaMLReadable[RL]):
    """Stage that its Java class saves and loads.

    PySpark maps a Python class to its Java class by ``__module__`` and name, and a Java class to its Python class by
    the Java name. ``__module__`` is therefore the Java package, which can be imported in Python, too.
    """

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Sets ``__module__`` to the Java package. Subclasses of users keep their own module."""
        super().__init_subclass__(**kwargs)
        cls.__module__ = java_package(cls.__module__)

    @classmethod
    def read(cls) -> MLReader[RL]:  # type: ignore[override] # a JavaMLReader only in sessions without Connect
        """Returns a reader for stages that Java or Python saved."""
        require_jar()
        reader: Any = super().read()
        reader.load = in_plain_errors(reader.load)
        return cast("MLReader[RL]", reader)

    def write(self) -> JavaMLWriter:
        """Returns a writer of this stage, in the format of Java."""
        writer: Any = super().write()
        writer.save = in_plain_errors(writer.save)
        return cast(JavaMLWriter, writer)


def in_plain_errors(method: F) -> F:
    """Wraps a method in :func:`plain_errors`."""

    @functools.wraps(method)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        with plain_errors():
            return method(*args, **kwargs)

    return cast(F, wrapped)


class FocalStage(SavedStage[RL], JavaParams):
    """Base class of all wrappers of Java stages."""

    def clear(self, param: Param[Any]) -> None:
        """Unsets a param. PySpark's method does not work in Connect."""
        if is_connect():
            Params.clear(self, param)
        else:
            super().clear(param)


_OF_A_VECTOR = ("predict", "predictRaw", "predictProbability")


class FocalModel(JavaModel, FocalStage[RL]):
    """Model whose Java object has all params that were set in Python.

    PySpark transfers params only in ``transform``, so ``predict`` of its models uses the old threshold.
    """

    _handed_over: tuple[Any, list[Any]] | None = None

    def _call_java(self, name: str, *args: Any) -> Any:
        if name in _OF_A_VECTOR:
            args = tuple(to_vector(name, value) for value in args)
        if not is_connect():
            self._hand_over()
        with plain_errors():
            return super()._call_java(name, *args)

    def transform(self, dataset: DataFrame, params: ParamMap | None = None) -> DataFrame:
        """Adds the model's output columns to a dataset.

        Parameters
        ----------
        dataset : pyspark.sql.DataFrame
            Rows with features.
        params : dict, optional
            Params that override those of this model, such as ``{model.threshold: 0.2}``.

        Raises
        ------
        TypeError
            If a value has a wrong type, or a key is no param; the message names the param.
        ValueError
            If a param belongs to another model of this class.
        """
        self._refuse_strangers(params)
        return super().transform(dataset, params)

    def _transform(self, dataset: DataFrame) -> DataFrame:
        require_rows("transform", dataset)
        return super()._transform(dataset)

    def _as_summary(self, summary: Any) -> Any:
        """Creates the summary from the Java object, or its name on the server; PySpark 4.1 has already created it."""
        return summary if isinstance(summary, JavaWrapper) else self._summaryCls(summary)

    @property
    def _summaryCls(self) -> type:
        raise NotImplementedError

    def _hand_over(self) -> None:
        """Transfers params to the Java object if they have changed. Values are immutable, so identity is enough."""
        java = self._java_obj
        current = [x for pair in self._paramMap.items() for x in pair]
        if self._handed_over is not None:
            peer, known = self._handed_over
            if peer is java and len(known) == len(current) and all(a is b for a, b in zip(known, current)):
                return
        self._transfer_params_to_java()
        self._handed_over = (java, current)
