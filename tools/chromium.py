"""Finds the system's Chromium: MANDAT_CHROMIUM, else the usual names on the PATH."""

from __future__ import annotations

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find() -> str:
    """The browser's path, or an empty string."""
    given = os.environ.get("MANDAT_CHROMIUM", "")
    if given:
        return shutil.which(given) or ""
    return next((path for name in NAMES if (path := shutil.which(name))), "")
