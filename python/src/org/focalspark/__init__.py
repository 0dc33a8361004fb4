"""The stages under the names of their Java packages, where PySpark looks for the Python class of a stage that it reads.

Import them from ``focalspark``. ``org`` is a namespace package that other distributions may share.
"""
