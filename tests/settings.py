"""The settings of the test suite: the real ones, on a scratch folder, strict about templates."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_scratch = Path(tempfile.mkdtemp(prefix="mandat-tests-"))
atexit.register(shutil.rmtree, _scratch, ignore_errors=True)
(_scratch / "static").mkdir()  # whitenoise warns without it, and warnings are errors
os.environ["MANDAT_DEMO"] = "1"
os.environ["MANDAT_DATA_DIR"] = str(_scratch)
os.environ["DATABASE_URL"] = os.environ.get("MANDAT_TEST_DATABASE_URL", "")
os.environ.pop("MANDAT_DEBUG", None)

from mandat.config.settings import *  # noqa: E402, F403  # the environment must be set first
from mandat.config.settings import DATABASES, TEMPLATES  # noqa: E402


class UndefinedVariable(str):
    """Fails the test in which a template names what the view does not give."""

    __slots__ = ()

    def __contains__(self, item: object) -> bool:
        return item == "%s"

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"undefined template variable: {name}")


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable("%s")
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    # A file, so that several connections meet as they do in production.
    DATABASES["default"]["TEST"] = {"NAME": str(_scratch / "test.sqlite3")}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MANDAT_JOBS_INLINE = True
MANDAT_KEPT_SECONDS = 0  # factories write without leaving an event
MANDAT_READING_REPEAT_SECONDS = 0  # keys of rows come again from test to test
