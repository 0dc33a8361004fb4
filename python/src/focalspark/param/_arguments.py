"""Constructors that accept every param by keyword. Keywords are declared once, next to the params."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, TypeVar

from pyspark.ml.param import Params

C = TypeVar("C", bound=type)


def keyword_params(arguments: type) -> Callable[[C], C]:
    """Completes ``__init__`` and ``setParams``, which are declared with ``**params``.

    Both get a signature with all params and defaults, for ``help`` and notebooks, and reject unknown keywords with a
    TypeError.

    Parameters
    ----------
    arguments : type
        TypedDict with the type of every param of the stage.
    """

    def complete(cls: C) -> C:
        keywords = _keywords(cls, arguments)
        for name in ("__init__", "setParams"):
            setattr(cls, name, _with_keywords(getattr(cls, name), keywords))
        return cls

    return complete


def _keywords(cls: Any, arguments: type) -> list[inspect.Parameter]:
    stage: Params = cls.__new__(cls)
    super(cls, stage).__init__()  # creates the params and their defaults, but no Java object
    defaults = {param.name: value for param, value in stage._defaultParamMap.items()}
    return [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=defaults.get(name),
            annotation=getattr(kind, "__forward_arg__", kind),
        )
        for name, kind in arguments.__annotations__.items()
    ]


def _with_keywords(method: Callable[..., Any], keywords: list[inspect.Parameter]) -> Callable[..., Any]:
    known = {keyword.name for keyword in keywords}

    @functools.wraps(method)
    def wrapped(self: Any, *args: Any, **params: Any) -> Any:
        for name in params:
            if name not in known:
                raise TypeError(f"{method.__qualname__}() got an unexpected keyword argument '{name}'")
        return method(self, *args, **params)

    this = inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    wrapped.__signature__ = inspect.Signature([this, *keywords])  # type: ignore[attr-defined]
    return wrapped
