"""Reads the process environment into typed values; docs/operate.md describes each variable."""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

_FEWEST_SIGNS = 12  # different signs or bytes of a key that chance has drawn: 22 at the least
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]", "testserver")


class ConfigurationError(RuntimeError):
    """The environment does not describe an installation that may start."""


def _flag(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = env.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ConfigurationError(f"{name} takes 1 or 0, not {value!r}")


def _words(env: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in env.get(name, "").split(",") if word.strip())


def _whole(env: Mapping[str, str], name: str, default: int) -> int:
    value = env.get(name, "").strip()
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise ConfigurationError(f"{name} takes a whole number, not {value!r}") from None


def _between(env: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    value = _whole(env, name, default)
    if not least <= value <= most:
        raise ConfigurationError(f"{name} takes a whole number from {least} to {most}")
    return value


@dataclass(frozen=True)
class Keys:
    """The three secrets of an installation: signing, encryption at rest, keyed index."""

    secret_key: str
    encryption_keys: str  # "id:base64,id:base64", the first is the current one
    index_key: str  # base64 of 32 bytes


def fresh_keys() -> Keys:
    """Three new random secrets."""
    return Keys(
        secret_key=secrets.token_urlsafe(50),
        encryption_keys="k1:" + base64.b64encode(secrets.token_bytes(32)).decode(),
        index_key=base64.b64encode(secrets.token_bytes(32)).decode(),
    )


def stored_keys(path: Path) -> Keys:
    """The keys kept in `path` (three lines, mode 0600), made there at the first call."""
    if not path.exists():
        keys = fresh_keys()
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # two processes started together: the other one was first
            return stored_keys(path)
        with os.fdopen(handle, "w") as out:
            out.write(f"{keys.secret_key}\n{keys.encryption_keys}\n{keys.index_key}\n")
        return keys
    lines = path.read_text().splitlines()
    if len(lines) < 3:
        raise ConfigurationError(f"{path} does not hold three keys")
    return Keys(*lines[:3])


def with_key_added(keys: Keys) -> Keys:
    """The same with one more encryption key, drawn now and the current one."""
    known = {entry.partition(":")[0].strip() for entry in keys.encryption_keys.split(",")}
    number = next(n for n in range(1, len(known) + 2) if f"k{n}" not in known)
    drawn = base64.b64encode(secrets.token_bytes(32)).decode()
    return Keys(keys.secret_key, f"k{number}:{drawn},{keys.encryption_keys}", keys.index_key)


def write_keys(path: Path, keys: Keys) -> None:
    """Put `keys` in the place of those in `path`: the old ones or the new ones, never half."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write(f"{keys.secret_key}\n{keys.encryption_keys}\n{keys.index_key}\n")
        out.flush()
        os.fsync(out.fileno())
    part.rename(path)


@dataclass(frozen=True)
class Reading:
    """How much of the clients' data one member may read before they are stopped."""

    hour: int
    day: int
    exports_day: int
    national_numbers_day: int


def _hosts(env: Mapping[str, str], *, alone: bool) -> tuple[tuple[str, ...], list[str]]:
    """All hosts, and those of them that others reach; none of these where `alone`."""
    hosts = _words(env, "MANDAT_HOSTS") or LOCAL_HOSTS
    if any("*" in host for host in hosts):
        raise ConfigurationError("MANDAT_HOSTS names each host; a star would let any name in")
    public = [host for host in hosts if host not in LOCAL_HOSTS]
    if public and alone:
        raise ConfigurationError(
            f"debug and demo run on this machine alone, not on {', '.join(public)}"
        )
    return hosts, public


def _reading(env: Mapping[str, str]) -> Reading:
    """The limits; ConfigurationError for one that lets nothing through."""
    defaults = {
        "MANDAT_READING_HOUR": 600,
        "MANDAT_READING_DAY": 3_000,
        "MANDAT_READING_EXPORTS_DAY": 20,
        "MANDAT_NATIONAL_NUMBERS_DAY": 50,
    }
    limits = {name: _whole(env, name, default) for name, default in defaults.items()}
    for name, most in limits.items():
        if most < 1:
            raise ConfigurationError(f"{name} takes a whole number from 1")
    return Reading(*limits.values())


@dataclass(frozen=True)
class Invitations:
    """For how many days a link works, and how many of them a firm sends in a day."""

    days: int
    per_day: int


def _invitations(env: Mapping[str, str]) -> Invitations:
    return Invitations(
        days=_between(env, "MANDAT_INVITATION_DAYS", 7, 1, 30),
        per_day=_between(env, "MANDAT_INVITATIONS_DAY", 100, 1, 10_000),
    )


@dataclass(frozen=True)
class Environment:
    """Everything that the environment says, checked."""

    debug: bool
    demo: bool
    data_dir: Path
    keys: Keys
    hosts: tuple[str, ...]
    origins: tuple[str, ...]
    address: str
    https: bool
    second_factor: bool
    language: str
    database_url: str
    database_role: str
    trusted_proxies: tuple[str, ...]
    upload_max_bytes: int
    reading: Reading
    invitations: Invitations
    dsn_tables: str
    smtp_host: str
    smtp_port: int
    smtp_user: str
    smtp_password: str
    mail_from: str
    workers: int
    log_level: str
    process: str


def _refuse_weak(secret_key: str, encryption_keys: str, index_key: str) -> None:
    """Refuse keys that were filled in rather than drawn, or that nothing could be sealed with."""
    if len(secret_key) < 40:
        raise ConfigurationError("MANDAT_SECRET_KEY needs at least 40 characters")
    if len(set(secret_key)) < _FEWEST_SIGNS:
        raise ConfigurationError("MANDAT_SECRET_KEY repeats itself; `mandat keys new` draws one")
    entries = [entry.strip() for entry in encryption_keys.split(",") if entry.strip()]
    drawn = [("MANDAT_ENCRYPTION_KEYS", entry.partition(":")[2]) for entry in entries]
    for name, encoded in [*drawn, ("MANDAT_INDEX_KEY", index_key)]:
        try:
            key = base64.b64decode(encoded, validate=True)
        except ValueError:
            key = b""
        if len(key) != 32 or len(set(key)) < _FEWEST_SIGNS:
            raise ConfigurationError(f"{name} is no key of 32 drawn bytes; see `mandat keys new`")


def _keys(env: Mapping[str, str], *, demo: bool, debug: bool, data_dir: Path) -> Keys:
    names = ("MANDAT_SECRET_KEY", "MANDAT_ENCRYPTION_KEYS", "MANDAT_INDEX_KEY")
    given = [env.get(name, "") for name in names]
    if all(given):
        _refuse_weak(*given)
        return Keys(*given)
    if any(given):
        raise ConfigurationError(f"give all of {', '.join(names)} or none of them")
    if demo or debug:
        return stored_keys(data_dir / "keys.txt")
    raise ConfigurationError(
        f"{', '.join(names)} are not set; `mandat keys new` prints three fresh ones"
    )


def _folder(env: Mapping[str, str], name: str) -> str:
    """A folder that is there, or nothing."""
    value = env.get(name, "")
    if value and not Path(value).expanduser().is_dir():
        raise ConfigurationError(f"{name} names no folder")
    return str(Path(value).expanduser()) if value else ""


def read(env: Mapping[str, str] | None = None) -> Environment:
    """Read and check `env` (default: the process environment).

    Raises ConfigurationError where an installation would be unsafe (S23): debug or demo on a
    public host, no key.
    """
    env = os.environ if env is None else env
    debug = _flag(env, "MANDAT_DEBUG", default=False)
    demo = _flag(env, "MANDAT_DEMO", default=False)
    data_dir = Path(env.get("MANDAT_DATA_DIR") or _default_data_dir()).expanduser().absolute()
    hosts, public = _hosts(env, alone=debug or demo)
    origins = _words(env, "MANDAT_ORIGINS") or tuple(f"https://{host}" for host in public)
    https = _flag(env, "MANDAT_HTTPS", default=not (debug or demo))
    return Environment(
        debug=debug,
        demo=demo,
        data_dir=data_dir,
        keys=_keys(env, demo=demo, debug=debug, data_dir=data_dir),
        hosts=hosts,
        origins=origins,
        # Where the links of letters lead; an installation of one machine has its port alone.
        address=origins[0] if origins else f"http://127.0.0.1:{env.get('PORT') or 8000}",
        https=https,
        second_factor=_flag(env, "MANDAT_SECOND_FACTOR", default=not demo),
        language=env.get("MANDAT_LANGUAGE", "fr"),
        database_url=env.get("DATABASE_URL") or f"sqlite:///{data_dir / 'mandat.sqlite3'}",
        database_role=env.get("MANDAT_DATABASE_ROLE", "mandat_app"),
        trusted_proxies=_words(env, "MANDAT_TRUSTED_PROXIES"),
        upload_max_bytes=_whole(env, "MANDAT_UPLOAD_MAX_MB", 100) * 1024 * 1024,
        reading=_reading(env),
        invitations=_invitations(env),
        dsn_tables=_folder(env, "MANDAT_DSN_TABLES"),
        smtp_host=env.get("MANDAT_SMTP_HOST", ""),
        smtp_port=_whole(env, "MANDAT_SMTP_PORT", 587),
        smtp_user=env.get("MANDAT_SMTP_USER", ""),
        smtp_password=env.get("MANDAT_SMTP_PASSWORD", ""),
        mail_from=env.get("MANDAT_MAIL_FROM", "Mandat <mandat@localhost>"),
        workers=_whole(env, "MANDAT_WORKERS", 2),
        log_level=env.get("MANDAT_LOG_LEVEL", "INFO").upper(),
        process=env.get("MANDAT_PROCESS", "command"),
    )


def _default_data_dir() -> str:
    return str(Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share") / "mandat")


def database(url: str) -> dict[str, Any]:
    """The Django database settings for `url` (sqlite:///PATH or postgresql://…).

    SQLite: WAL, synchronous=FULL and IMMEDIATE transactions on every connection, so that nothing
    acknowledged is lost and two writers wait for each other instead of failing.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]) or ":memory:",
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                    "PRAGMA cache_size=-32768; PRAGMA mmap_size=268435456; "
                    "PRAGMA temp_store=MEMORY;"
                ),
            },
        }
    if parts.scheme in {"postgresql", "postgres"}:
        query = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or query.pop("user", "")),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or query.pop("host", ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": query,
        }
    raise ConfigurationError(
        f"DATABASE_URL begins with sqlite: or postgresql:, not {parts.scheme}:"
    )
