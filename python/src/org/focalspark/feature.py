"""The stages of ``focalspark.feature``."""

from focalspark.feature import TableVectorizer

__all__ = ["TableVectorizer"]
