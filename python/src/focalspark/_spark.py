"""What differs between PySpark's versions and between kinds of sessions, for the whole package."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

import pyspark
from pyspark import SparkContext
from pyspark.ml.param import Param, Params
from pyspark.ml.util import RL, JavaMLReadable, JavaMLWritable, MLReader
from pyspark.ml.wrapper import JavaModel, JavaParams, JavaWrapper
from pyspark.sql.utils import is_remote

from focalspark._jars import HOW_TO_START, jar_scala, maven_coordinate

if TYPE_CHECKING:
    from py4j.java_gateway import JavaObject

#: Package of the Java classes. It is the ``__module__`` of the stages, by which PySpark finds a Java class and by whose
#: Java class PySpark finds a Python class that it has read: ``org.focalspark`` can be imported, too.
JAVA_PACKAGE = "org.focalspark"

F = TypeVar("F", bound=Callable[..., Any])


def is_connect() -> bool:
    """Whether the session is one of Spark Connect, by the same rule as PySpark's own stages."""
    return bool(is_remote()) and "PYSPARK_NO_NAMESPACE_SHARE" not in os.environ


def classic_only(instead: str) -> Callable[[F], F]:
    """Lets a method be called in sessions without Connect only.

    Parameters
    ----------
    instead : str
        What to do in Connect, as the end of the sentence that is raised there.
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


def require_jar() -> None:
    """Says how to start a session where py4j would say that a 'JavaPackage' object is not callable."""
    if is_connect():
        if int(pyspark.__version__.split(".")[0]) < 4:
            raise RuntimeError(
                f"Spark {pyspark.__version__} has no machine learning in Spark Connect. Use Spark 4, or a session"
                " without Connect."
            )
        return
    context = SparkContext._active_spark_context
    if context is None or context._jvm is None:
        raise RuntimeError(f"There is no Spark session. {HOW_TO_START}")
    from py4j.java_gateway import JavaClass

    if not isinstance(getattr(context._jvm, f"{JAVA_PACKAGE}.FocalLogisticRegression"), JavaClass):
        raise RuntimeError(f"The jar of focalspark is not on the class path of this Spark session. {HOW_TO_START}")
    require_scala_of_jar(context)


def require_scala_of_jar(context: SparkContext) -> None:
    """Says so where the jar is for another Scala than the session: Java would miss a method, in a fit."""
    jvm: Any = context._jvm
    loader = jvm.java.lang.Thread.currentThread().getContextClassLoader()
    source = loader.loadClass(f"{JAVA_PACKAGE}.FocalLogisticRegression").getProtectionDomain().getCodeSource()
    of_jar = jar_scala(source.getLocation().toString()) if source is not None else None
    scala = ".".join(jvm.scala.util.Properties.versionNumberString().split(".")[:2])
    if of_jar is not None and of_jar != scala:
        raise RuntimeError(
            f"The jar of focalspark in this Spark session is for Scala {of_jar}, but Spark {context.version} here runs"
            f" on Scala {scala}. Start the session with focalspark.jar_path({scala!r}) as spark.jars, or with"
            f" {maven_coordinate(scala)} as spark.jars.packages. A running session keeps its jars: stop it first."
        )


def java_peer(name: str, uid: str) -> JavaObject:
    """A new Java object of a class of ours; in Connect the name of the class."""
    require_jar()
    return JavaWrapper._new_java_obj(f"{JAVA_PACKAGE}.{name}", uid)


def java_class(name: str) -> Any:
    """A Java class of ours, for its static methods, in sessions without Connect."""
    require_jar()
    return getattr(cast(Any, SparkContext._active_spark_context)._jvm, f"{JAVA_PACKAGE}.{name}")


class FocalStage(JavaParams, JavaMLWritable, JavaMLReadable[RL]):
    """What all our wrappers of Java objects have in common."""

    def clear(self, param: Param[Any]) -> None:
        """Clears a param that was set. PySpark leaves it set in Connect."""
        if is_connect():
            Params.clear(self, param)
        else:
            super().clear(param)

    @classmethod
    def read(cls) -> MLReader[RL]:  # type: ignore[override] # a JavaMLReader only in sessions without Connect
        """Reader of what was saved, by Java or by Python."""
        require_jar()
        return super().read()


class FocalModel(JavaModel, FocalStage[RL]):
    """A model whose Java object knows every param that was set in Python.

    PySpark hands params over in ``transform`` only, so that ``predict`` of its models is that of the old threshold.
    """

    _handed_over: tuple[Any, list[Any]] | None = None

    def _call_java(self, name: str, *args: Any) -> Any:
        if not is_connect():
            self._hand_over()
        return super()._call_java(name, *args)

    def _as_summary(self, summary: Any) -> Any:
        """PySpark 4.1 makes the summary, those before give the Java object, or its name on the server."""
        return summary if isinstance(summary, JavaWrapper) else self._summaryCls(summary)

    @property
    def _summaryCls(self) -> type:
        raise NotImplementedError

    def _hand_over(self) -> None:
        """Params are immutable once set, so that the same objects need no second round of calls."""
        java = self._java_obj
        current = [x for pair in self._paramMap.items() for x in pair]
        if self._handed_over is not None:
            peer, known = self._handed_over
            if peer is java and len(known) == len(current) and all(a is b for a, b in zip(known, current)):
                return
        self._transfer_params_to_java()
        self._handed_over = (java, current)
