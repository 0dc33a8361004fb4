"""What the build takes from the Java project around this folder: the version of pom.xml, and the jars that it made.

An sdist carries both, so that a wheel can be built of it without the project.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

VERSION = re.compile(r"<artifactId>focalspark_[^<]*</artifactId>\s*<version>([^<]+)</version>")


def maven_version(root: str) -> str:
    """The version of pom.xml, which stands nowhere else."""
    match = VERSION.search((Path(root).parent / "pom.xml").read_text(encoding="utf-8"))
    if match is None:
        raise ValueError("pom.xml has no version after <artifactId>focalspark_...")
    return match[1]


class CustomMetadataHook(MetadataHookInterface):
    """The version in Python's spelling: X-SNAPSHOT is X.dev0."""

    def update(self, metadata: dict[str, Any]) -> None:
        metadata["version"] = maven_version(self.root).replace("-SNAPSHOT", ".dev0")


class CustomBuildHook(BuildHookInterface):
    """Puts the library's jars into the package: that of Scala 2.13, and that of 2.12 if it was built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if (Path(self.root) / "PKG-INFO").exists():
            return  # an sdist, whose package has the jars
        project = Path(self.root).parent
        number = maven_version(self.root)
        folder = "src/focalspark/jars" if self.target_name == "sdist" else "focalspark/jars"
        for scala, target in {"2.13": "target", "2.12": "target/scala-2.12"}.items():
            jar = project / target / f"focalspark_{scala}-{number}.jar"
            if jar.exists():
                build_data["force_include"][str(jar)] = f"{folder}/{jar.name}"
            elif scala == "2.13":
                raise FileNotFoundError(f"{jar} is missing: run ./mvnw package before the wheel is built.")
