"""Compiles the translations into the wheel; nothing is written beside the sources."""

from __future__ import annotations

import importlib.util
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling names no argument
    """Adds one `.mo` file for each `.po` file."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile into a scratch folder and hand its files to the wheel."""
        root = Path(self.root)
        spec = importlib.util.spec_from_file_location(
            "catalogues", root / "mandat" / "config" / "catalogues.py"
        )
        if spec is None or spec.loader is None:
            raise RuntimeError("mandat/config/catalogues.py is missing")
        catalogues = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(catalogues)
        self.scratch = tempfile.TemporaryDirectory(prefix="mandat-catalogues-")
        for source in sorted(root.glob("mandat/locale/*/LC_MESSAGES/*.po")):
            inside = source.relative_to(root).with_suffix(".mo")
            target = Path(self.scratch.name) / inside
            catalogues.compile_one(source, target)
            build_data["force_include"][str(target)] = str(inside)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the scratch folder."""
        self.scratch.cleanup()
