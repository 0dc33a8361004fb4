"""Columns of a table as feature vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyspark import keyword_only
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.wrapper import JavaTransformer
from pyspark.sql import DataFrame

from focalspark._loss_params import flag, numbers, text
from focalspark._spark import JAVA_PACKAGE, FocalStage, classic_only, java_peer, plain_errors, require_rows

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["TableVectorizer"]


def _texts(name: str, doc: str) -> Param[list[str]]:
    return Param(Params._dummy(), name, doc, typeConverter=TypeConverters.toListString)


def _whole_numbers(name: str, doc: str) -> Param[list[int]]:
    return Param(Params._dummy(), name, doc, typeConverter=TypeConverters.toListInt)


class TableVectorizer(JavaTransformer, FocalStage["TableVectorizer"]):
    """Turns the columns of a table into feature vectors: the number of each numeric column, and 1 at the level of each
    categorical one. The training job writes it into its saved pipelines.

    The types of the columns do not matter: 3, 3.0 and "3" are one level. A number that is missing, unreadable or
    infinite becomes the fill value of its column. A level that is missing or was never seen has 0 in all features of
    its column; where rare levels share a feature, unseen levels are among them.

    Parameters
    ----------
    numericCols : list of str
        Columns that become one feature each.
    fillValues : list of float
        What replaces a missing number, one per numeric column.
    categoricalCols : list of str
        Columns that become one feature per level.
    levels, numLevels : list of str, list of int
        Levels of all categorical columns, column by column, and how many belong to each.
    rareLevels, numRareLevels : list of str, list of int
        The same for levels that share one feature per column.
    decimalComma : bool, default False
        Whether numbers in texts are written as 1.234,50.
    outputCol : str, default "features"
        Column of feature vectors.
    """

    __module__ = JAVA_PACKAGE

    _input_kwargs: dict[str, Any]

    numericCols = _texts("numericCols", "numeric columns, one feature each")
    fillValues = numbers("fillValues", "numbers that replace missing ones, one per numeric column")
    categoricalCols = _texts("categoricalCols", "categorical columns, one feature per level")
    levels = _texts("levels", "levels of all categorical columns, column by column")
    numLevels = _whole_numbers("numLevels", "number of levels of each categorical column")
    rareLevels = _texts("rareLevels", "levels that share a feature per column, column by column")
    numRareLevels = _whole_numbers("numRareLevels", "number of rare levels of each categorical column")
    decimalComma = flag("decimalComma", "whether numbers in texts are written as 1.234,50")
    outputCol = text("outputCol", "column of feature vectors")

    @keyword_only
    def __init__(
        self,
        *,
        numericCols: list[str] | None = None,
        fillValues: list[float] | None = None,
        categoricalCols: list[str] | None = None,
        levels: list[str] | None = None,
        numLevels: list[int] | None = None,
        rareLevels: list[str] | None = None,
        numRareLevels: list[int] | None = None,
        decimalComma: bool = False,
        outputCol: str = "features",
    ) -> None:
        super().__init__()
        self._java_obj = java_peer("TableVectorizer", self.uid)
        self._setDefault(
            numericCols=[],
            fillValues=[],
            categoricalCols=[],
            levels=[],
            numLevels=[],
            rareLevels=[],
            numRareLevels=[],
            decimalComma=False,
            outputCol="features",
        )
        self._set(**self._input_kwargs)

    @keyword_only
    def setParams(
        self,
        *,
        numericCols: list[str] | None = None,
        fillValues: list[float] | None = None,
        categoricalCols: list[str] | None = None,
        levels: list[str] | None = None,
        numLevels: list[int] | None = None,
        rareLevels: list[str] | None = None,
        numRareLevels: list[int] | None = None,
        decimalComma: bool = False,
        outputCol: str = "features",
    ) -> Self:
        """Sets params by name; the others stay as they are."""
        return self._set(**self._input_kwargs)

    def _set(self, **kwargs: Any) -> Self:
        # An empty list is the default; Connect could not say of what it is a list.
        empty = [name for name, value in kwargs.items() if isinstance(value, (list, tuple)) and len(value) == 0]
        for name in empty:
            self.clear(self.getParam(name))
        return super()._set(**{name: value for name, value in kwargs.items() if name not in empty})

    def setNumericCols(self, value: list[str], fills: list[float]) -> Self:
        """Sets the numeric columns and what replaces their missing numbers, one number per column."""
        return self._set(numericCols=value, fillValues=fills)

    def setDecimalComma(self, value: bool) -> Self:
        """Sets whether numbers in texts are written as 1.234,50."""
        return self._set(decimalComma=value)

    def setOutputCol(self, value: str) -> Self:
        """Sets the column of feature vectors."""
        return self._set(outputCol=value)

    def getNumericCols(self) -> list[str]:
        """The numeric columns."""
        return self.getOrDefault(self.numericCols)

    def getFillValues(self) -> list[float]:
        """The numbers that replace missing ones."""
        return self.getOrDefault(self.fillValues)

    def getCategoricalCols(self) -> list[str]:
        """The categorical columns."""
        return self.getOrDefault(self.categoricalCols)

    def getLevels(self) -> list[str]:
        """The levels of all categorical columns."""
        return self.getOrDefault(self.levels)

    def getNumLevels(self) -> list[int]:
        """The number of levels of each categorical column."""
        return self.getOrDefault(self.numLevels)

    def getRareLevels(self) -> list[str]:
        """The rare levels of all categorical columns."""
        return self.getOrDefault(self.rareLevels)

    def getNumRareLevels(self) -> list[int]:
        """The number of rare levels of each categorical column."""
        return self.getOrDefault(self.numRareLevels)

    def getDecimalComma(self) -> bool:
        """Whether numbers in texts have a decimal comma."""
        return self.getOrDefault(self.decimalComma)

    def getOutputCol(self) -> str:
        """The column of feature vectors."""
        return self.getOrDefault(self.outputCol)

    def _transform(self, dataset: DataFrame) -> DataFrame:
        require_rows("transform", dataset)
        with plain_errors():
            return super()._transform(dataset)

    @classic_only("count on a session without Connect")
    def tally(self, dataset: DataFrame) -> DataFrame:
        """Counts the cells that are not used as they are, in one pass over the rows.

        Parameters
        ----------
        dataset : DataFrame
            Rows with all numeric and categorical columns.

        Returns
        -------
        DataFrame
            One row per column: column, role, missing, unreadable, unseen, examples.
        """
        require_rows("tally", dataset)
        assert self._java_obj is not None
        self._transfer_params_to_java()
        return DataFrame(self._java_obj.tally(dataset._jdf), dataset.sparkSession)
