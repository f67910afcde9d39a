"""`mandat serve`: granian over WSGI, each process with its own pool of threads."""

from __future__ import annotations

import argparse
import os
import socket
import sys

from mandat.config.environment import ConfigurationError, Environment, read

DEFAULT_PORT = 8000
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def port_of(text: str) -> int:
    """A port as typed. Raises ConfigurationError for anything else."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ConfigurationError(f"PORT takes a number from 1 to 65535, not {text!r}")
    return int(text)


def check_host(host: str, environment: Environment) -> None:
    """S23: debug and demo listen on this machine alone; their passwords are known to everybody.

    Raises ConfigurationError for another address.
    """
    if (environment.demo or environment.debug) and host not in LOOPBACK:
        raise ConfigurationError(f"debug and demo listen on this machine alone, not on {host}")


def is_taken(host: str, port: int) -> bool:
    """Whether somebody else already listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def parser(prog: str) -> argparse.ArgumentParser:
    """The options of serving, shared with `mandat up`."""
    options = argparse.ArgumentParser(prog=prog, description="Serve Mandat's pages.")
    options.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
    options.add_argument("--port", default=os.environ.get("PORT") or str(DEFAULT_PORT))
    options.add_argument(
        "--processes",
        type=int,
        default=max(1, min(os.cpu_count() or 1, 4)),
        help="default: one a core, four at most",
    )
    options.add_argument("--threads", type=int, default=4, help="a process (default 4)")
    return options


def main(arguments: list[str]) -> int:
    """Serve until told to stop; 2 when the configuration or the port forbids it."""
    options = parser("mandat serve").parse_args(arguments)
    os.environ["MANDAT_PROCESS"] = "web"
    try:
        port = port_of(options.port)
        environment = read()
        check_host(options.host, environment)
    except ConfigurationError as wrong:
        print(f"mandat: {wrong}", file=sys.stderr)
        return 2
    if is_taken(options.host, port):
        print(f"mandat: port {port} of {options.host} is taken; choose another with PORT=…")
        return 2
    _serve(options, port, environment.log_level.lower())
    return 0


def _serve(options: argparse.Namespace, port: int, log_level: str) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    known = {level.value for level in LogLevels}
    json_lines = {"()": "mandat.config.logs.formatter"}
    Granian(
        "mandat.config.wsgi:application",
        address=options.host,
        port=port,
        interface=Interfaces.WSGI,
        websockets=False,
        workers=options.processes,
        blocking_threads=options.threads,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels(log_level if log_level in known else "info"),
        log_dictconfig={
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"generic": json_lines, "access": json_lines},
        },
    ).serve()
