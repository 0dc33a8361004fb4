"""The stages by the names of their Java packages, by which PySpark finds the Python class of a stage that it reads.

Import them from ``focalspark``. ``org`` is a namespace package, which others may share.
"""
