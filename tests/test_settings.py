"""What an installation's environment may say, and what every connection then is."""

import re
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection

from mandat.config.environment import ConfigurationError, database, fresh_keys, read, stored_keys

ROOT = Path(__file__).resolve().parent.parent
KEYS = fresh_keys()
GIVEN = {
    "MANDAT_SECRET_KEY": KEYS.secret_key,
    "MANDAT_ENCRYPTION_KEYS": KEYS.encryption_keys,
    "MANDAT_INDEX_KEY": KEYS.index_key,
}


def _pragmas():
    names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    with connection.cursor() as cursor:
        return {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in names}


needs_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="is about SQLite alone")


@needs_sqlite
@pytest.mark.django_db(transaction=True)
def test_every_sqlite_connection_keeps_what_it_acknowledged():
    seen = [_pragmas()]

    def elsewhere():
        try:
            seen.append(_pragmas())
        finally:
            connection.close()

    other = threading.Thread(target=elsewhere)
    other.start()
    other.join()
    connection.close()
    seen.append(_pragmas())
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 20_000}
    assert seen == [wanted] * 3


@needs_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_transaction_takes_the_write_lock_at_its_beginning():
    connection.ensure_connection()
    asked = []
    connection.connection.set_trace_callback(asked.append)
    try:
        from django.db import transaction

        with transaction.atomic():
            pass
    finally:
        connection.connection.set_trace_callback(None)
    assert asked[0].upper().startswith("BEGIN IMMEDIATE")


@pytest.mark.parametrize("flag", ["MANDAT_DEBUG", "MANDAT_DEMO"])
def test_debug_and_demo_never_face_the_world(flag, tmp_path):
    env = {**GIVEN, flag: "1", "MANDAT_HOSTS": "mandat.example.org"}
    with pytest.raises(ConfigurationError, match="on this machine alone"):
        read({**env, "MANDAT_DATA_DIR": str(tmp_path)})


def test_without_keys_nothing_starts(tmp_path):
    with pytest.raises(ConfigurationError, match="mandat keys new"):
        read({"MANDAT_DATA_DIR": str(tmp_path)})
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("missing", sorted(GIVEN))
def test_keys_come_together(missing):
    with pytest.raises(ConfigurationError, match="give all of"):
        read({name: value for name, value in GIVEN.items() if name != missing})


def test_a_short_secret_is_refused():
    with pytest.raises(ConfigurationError, match="40 characters"):
        read({**GIVEN, "MANDAT_SECRET_KEY": "secret"})


def test_a_demo_makes_its_keys_once_and_keeps_them_to_itself(tmp_path):
    env = {"MANDAT_DEMO": "1", "MANDAT_DATA_DIR": str(tmp_path)}
    first, second = read(env), read(env)
    assert first.keys == second.keys
    assert (tmp_path / "keys.txt").stat().st_mode & 0o777 == 0o600
    assert stored_keys(tmp_path / "keys.txt") == first.keys


def test_a_damaged_key_file_is_refused(tmp_path):
    (tmp_path / "keys.txt").write_text("one\n")
    with pytest.raises(ConfigurationError, match="three keys"):
        read({"MANDAT_DEMO": "1", "MANDAT_DATA_DIR": str(tmp_path)})


def test_an_installation_is_closed_by_default():
    plain = read(GIVEN)
    assert (plain.debug, plain.demo, plain.https, plain.second_factor) == (False, False, True, True)
    assert plain.language == "fr"
    assert set(plain.hosts) == {"127.0.0.1", "localhost", "[::1]", "testserver"}


def test_a_demo_says_what_it_opens(tmp_path):
    demo = read({"MANDAT_DEMO": "1", "MANDAT_DATA_DIR": str(tmp_path)})
    assert (demo.https, demo.second_factor) == (False, False)


def test_values_are_typed():
    read_env = read(
        {
            **GIVEN,
            "MANDAT_HOSTS": "a.example.org, b.example.org",
            "MANDAT_UPLOAD_MAX_MB": "7",
            "MANDAT_SECOND_FACTOR": "off",
        }
    )
    assert read_env.hosts == ("a.example.org", "b.example.org")
    assert read_env.origins == ("https://a.example.org", "https://b.example.org")
    assert read_env.upload_max_bytes == 7 * 1024 * 1024
    assert read_env.second_factor is False


@pytest.mark.parametrize(
    ("name", "value"),
    [("MANDAT_HTTPS", "perhaps"), ("MANDAT_WORKERS", "two"), ("MANDAT_DSN_TABLES", "/nowhere")],
)
def test_a_value_that_is_none_is_named(name, value):
    with pytest.raises(ConfigurationError, match=name):
        read({**GIVEN, name: value})


def test_the_database_is_chosen_by_its_address():
    assert database("sqlite:////var/lib/m.sqlite3")["NAME"] == "/var/lib/m.sqlite3"
    chosen = database("postgresql://us%40er:pa%2Fss@db:5433/mandat?sslmode=require")
    wanted = {"NAME": "mandat", "USER": "us@er", "PASSWORD": "pa/ss", "HOST": "db", "PORT": "5433"}
    assert {key: chosen[key] for key in wanted} == wanted
    assert chosen["OPTIONS"] == {"sslmode": "require"}
    assert chosen["CONN_MAX_AGE"] == 600
    with pytest.raises(ConfigurationError, match="DATABASE_URL"):
        database("mysql://db/mandat")


def test_the_queue_loses_nothing():
    wanted = {"orm": "default", "queue_limit": 1, "bulk": 1, "ack_failures": False}
    wanted |= {"catch_up": False, "save_limit": -1, "max_attempts": 5}
    assert {key: settings.Q_CLUSTER[key] for key in wanted} == wanted
    assert settings.Q_CLUSTER["retry"] > settings.Q_CLUSTER["timeout"]


def test_every_variable_is_in_the_table_of_the_manual():
    code = (ROOT / "mandat/config/environment.py").read_text()
    code += (ROOT / "mandat/config/commands/serve.py").read_text()
    code += "".join(path.read_text() for path in (ROOT / "tools").glob("*.py"))
    known = set(re.findall(r'"((?:MANDAT_[A-Z_]+|DATABASE_URL|PORT|HOST|XDG_DATA_HOME))"', code))
    table = (ROOT / "docs/operate.md").read_text()
    rows = set(re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE))
    assert known - rows == set(), "read but not described"
    assert rows - known - {"CI", "MANDAT_PYTHON"} == set(), "described but read nowhere"


FILLED_IN = "A" * 43 + "="  # 32 zero bytes


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MANDAT_SECRET_KEY", "a" * 50),
        ("MANDAT_SECRET_KEY", "changeme" * 6),
        ("MANDAT_ENCRYPTION_KEYS", f"k1:{FILLED_IN}"),
        ("MANDAT_ENCRYPTION_KEYS", f"{KEYS.encryption_keys},k0:{FILLED_IN}"),
        ("MANDAT_ENCRYPTION_KEYS", "k1:not base64"),
        ("MANDAT_INDEX_KEY", FILLED_IN),
        ("MANDAT_INDEX_KEY", "c2hvcnQ="),
    ],
    # The same in every process, though keys are drawn.
    ids=["one sign", "a word", "zeros", "zeros second", "no base64", "zero index", "short index"],
)
def test_a_key_that_nobody_drew_is_refused(name, value, tmp_path):
    env = {**GIVEN, "MANDAT_DATA_DIR": str(tmp_path), name: value}
    with pytest.raises(ConfigurationError, match=name) as refusal:
        read(env)
    assert value not in str(refusal.value)


def test_digits_alone_are_no_password():
    with pytest.raises(ValidationError):
        validate_password("12345678901234")


def test_a_star_is_no_host():
    with pytest.raises(ConfigurationError, match="MANDAT_HOSTS"):
        read({**GIVEN, "MANDAT_HOSTS": "*"})
