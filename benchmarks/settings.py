"""The settings of a measured installation: the real ones on a scratch folder and database."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_scratch = Path(tempfile.mkdtemp(prefix="mandat-benchmark-"))
atexit.register(shutil.rmtree, _scratch, ignore_errors=True)
os.environ["MANDAT_DEMO"] = "1"
os.environ["MANDAT_DATA_DIR"] = str(_scratch)
os.environ.pop("MANDAT_DEBUG", None)

from mandat.config.settings import *  # noqa: E402, F403  # the environment must be set first
from mandat.config.settings import DATABASES  # noqa: E402

if "sqlite3" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": str(_scratch / "benchmark.sqlite3")}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LOGGING_CONFIG = None
