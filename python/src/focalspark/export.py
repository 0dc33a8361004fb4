"""Models for scoring without Spark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from focalspark._spark import FocalModel, classic_only, in_plain_errors, java_class

if TYPE_CHECKING:
    from typing_extensions import Self

    from focalspark.classification import FocalLogisticRegressionModel, FocalMultilabelClassificationModel

__all__ = ["ModelExport"]


class ModelExport:
    """A fitted model as ONNX or as PMML, made by :meth:`of`.

    Both hold the linear stage, from the feature vector on, with the calibration, targetPrior and thresholds that the
    model has when :meth:`of` is called; what makes feature vectors of columns is no part of it. docs/export.md has the
    files. ONNX needs ``org.tribuo:tribuo-util-onnx`` beside the jar of focalspark, or the application jar in its
    place.

    >>> export = ModelExport.of(model)
    >>> export.writePmml("strikes.pmml")
    >>> session = onnxruntime.InferenceSession(export.onnx())
    """

    def __init__(self, java_export: Any) -> None:
        self._java = java_export

    @classmethod
    @classic_only("save the model, and load and export it in a session without Connect")
    def of(cls, model: FocalLogisticRegressionModel | FocalMultilabelClassificationModel) -> Self:
        """The export of a model as it is now.

        Parameters
        ----------
        model : FocalLogisticRegressionModel or FocalMultilabelClassificationModel
            Fitted or loaded. There is no PMML of a multilabel model.

        Raises
        ------
        TypeError
            If it is something else, for example a PipelineModel: give its stage.
        pyspark.errors.IllegalArgumentException
            Names a param that the model cannot serve.
        """
        if not isinstance(model, FocalModel):
            raise TypeError(
                "model must be a FocalLogisticRegressionModel or a FocalMultilabelClassificationModel, but was a"
                f" {type(model).__name__}. Of a PipelineModel take the stage that is ours, for example"
                " pipelineModel.stages[-1], of a tuned model its bestModel."
            )
        java = java_class(ModelExport)
        model._hand_over()
        return cls(java.of(model._java_obj))

    def inDoublePrecision(self) -> Self:
        """The same export, but input and outputs of the ONNX model are double: no feature is rounded to float."""
        return type(self)(self._java.inDoublePrecision())

    @in_plain_errors
    def onnx(self) -> bytes:
        """The ONNX model: input ``features`` (float, N x numFeatures), outputs ``rawPrediction``, ``probability`` and
        ``prediction``.

        Raises
        ------
        RuntimeError
            If Tribuo's message classes are not on the class path, or the model is too large; says which.
        """
        return bytes(self._java.onnx())

    @in_plain_errors
    def pmml(self) -> bytes:
        """The PMML 4.4 document, UTF-8: a RegressionModel, or a chain of them where probabilities are calibrated.

        Raises
        ------
        RuntimeError
            If the model has no such form: several labels, infinite intercepts, or a threshold or target prior of 0.
        """
        return bytes(self._java.pmml())

    @in_plain_errors
    def writeOnnx(self, path: str) -> None:
        """Writes :meth:`onnx` to a file on any file system of Hadoop; one that exists is replaced as a whole."""
        self._java.writeOnnx(path)

    @in_plain_errors
    def writePmml(self, path: str) -> None:
        """Writes :meth:`pmml` to a file on any file system of Hadoop; one that exists is replaced as a whole."""
        self._java.writePmml(path)
