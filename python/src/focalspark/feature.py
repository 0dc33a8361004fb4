"""Columns of a table as feature vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyspark import keyword_only
from pyspark.ml.param.shared import HasOutputCol
from pyspark.ml.wrapper import JavaTransformer
from pyspark.sql import DataFrame

from focalspark._spark import FocalStage, classic_only, java_peer, plain_errors, require_rows
from focalspark.param._kinds import flag, numbers, text, texts, whole_numbers

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["TableVectorizer"]


class TableVectorizer(JavaTransformer, HasOutputCol, FocalStage["TableVectorizer"]):
    """Encodes the columns of a table as feature vectors: one feature per numeric column, and one indicator feature per
    level of each categorical column. The training job adds it to its saved pipelines.

    The types of the columns do not matter: 3, 3.0 and "3" are one level. The fill value of the column replaces missing,
    unreadable and infinite numbers. A missing or unseen level has 0 in all features of its column; if rare levels share
    a feature, unseen levels use that feature.

    Parameters
    ----------
    numericCols : list of str
        Numeric columns, one feature each.
    fillValues : list of float
        Fill values for missing numbers, one per numeric column.
    categoricalCols : list of str
        Categorical columns, one feature per level.
    levels, numLevels : list of str, list of int
        Levels of all categorical columns, column by column, and the number of levels of each column.
    rareLevels, numRareLevels : list of str, list of int
        The same for levels that share one feature per column.
    decimalComma : bool, default False
        Whether numbers in texts are written as 1.234,50.
    outputCol : str, default "features"
        Column of feature vectors.
    """

    _input_kwargs: dict[str, Any]

    numericCols = texts("numericCols", "numeric columns, one feature each")
    fillValues = numbers("fillValues", "numbers that replace missing ones, one per numeric column")
    categoricalCols = texts("categoricalCols", "categorical columns, one feature per level")
    levels = texts("levels", "levels of all categorical columns, column by column")
    numLevels = whole_numbers("numLevels", "number of levels of each categorical column")
    rareLevels = texts("rareLevels", "levels that share a feature per column, column by column")
    numRareLevels = whole_numbers("numRareLevels", "number of rare levels of each categorical column")
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
        self._java_obj = java_peer(TableVectorizer, self.uid)
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
        """Sets params by name; the others are unchanged."""
        return self._set(**self._input_kwargs)

    def _set(self, **kwargs: Any) -> Self:
        # An empty list is the default, and Connect cannot send one, because it has no element type.
        empty = [name for name, value in kwargs.items() if isinstance(value, (list, tuple)) and len(value) == 0]
        for name in empty:
            self.clear(self.getParam(name))
        return super()._set(**{name: value for name, value in kwargs.items() if name not in empty})

    def setNumericCols(self, value: list[str], fills: list[float]) -> Self:
        """Sets the numeric columns and their fill values, one number per column."""
        return self._set(numericCols=value, fillValues=fills)

    def setDecimalComma(self, value: bool) -> Self:
        """Sets whether texts write numbers as 1.234,50."""
        return self._set(decimalComma=value)

    def setOutputCol(self, value: str) -> Self:
        """Sets the column of feature vectors."""
        return self._set(outputCol=value)

    def getNumericCols(self) -> list[str]:
        """The numeric columns."""
        return self.getOrDefault(self.numericCols)

    def getFillValues(self) -> list[float]:
        """The fill values of the numeric columns."""
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

    def _transform(self, dataset: DataFrame) -> DataFrame:
        require_rows("transform", dataset)
        with plain_errors():
            return super()._transform(dataset)

    @classic_only("count on a session without Connect")
    def tally(self, dataset: DataFrame) -> DataFrame:
        """Counts missing values, unreadable values and unseen levels in one pass over the rows.

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
