"""The console command: which word does what, what loads Django, what is said when it is wrong."""

import os
import subprocess
import sys

import pytest

from mandat.config import cli
from mandat.config.commands import serve
from mandat.config.environment import fresh_keys

UNSET = ("MANDAT_", "DATABASE", "DJANGO", "PORT")


def run(*arguments, **env):
    """The command in a process of its own, with nothing configured."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(UNSET)}
    return subprocess.run(
        [sys.executable, "-m", "mandat", *arguments],
        env={**kept, **env},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("words", [[], ["--help"], ["help"]])
def test_help_names_every_command(words, capsys):
    assert cli.main(words) == 0
    shown = capsys.readouterr().out
    for name in (*cli.OWN.keys() - {"prepare"}, *(words[0] for words in cli.MANAGED)):
        assert f"\n  {name}" in shown


def test_an_unknown_command_is_said_and_helped(capsys):
    assert cli.main(["fly"]) == 2
    assert "no command 'fly'" in capsys.readouterr().err


def test_two_words_are_needed_where_there_are_two(capsys):
    assert cli.main(["affiliates"]) == 2
    assert "no command 'affiliates'" in capsys.readouterr().err


def test_new_keys_are_three_and_never_the_same(capsys):
    assert cli.main(["keys", "new"]) == 0
    first = capsys.readouterr().out.splitlines()
    cli.main(["keys", "new"])
    second = capsys.readouterr().out.splitlines()
    names = [line.partition("=")[0] for line in first]
    assert names == ["MANDAT_SECRET_KEY", "MANDAT_ENCRYPTION_KEYS", "MANDAT_INDEX_KEY"]
    assert not set(first) & set(second)
    with pytest.raises(SystemExit, match="2"):
        cli.main(["keys"])


@pytest.mark.parametrize("arguments", [["id", "732829320"], ["dsn", "--help"], ["keys", "new"]])
def test_plain_commands_never_load_django(arguments):
    code = (
        "import sys; from mandat.config import cli\n"
        "try: cli.main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "assert not [m for m in sys.modules if m.split('.')[0] == 'django']"
    )
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("arguments", [["migrate"], ["worker"], ["serve"], ["audit", "verify"]])
def test_without_keys_nothing_starts_and_the_way_out_is_said(arguments, tmp_path):
    done = run(*arguments, MANDAT_DATA_DIR=str(tmp_path))
    assert done.returncode == 2
    assert "mandat keys new" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_port_is_said_plainly():
    done = run("up", PORT="many")
    assert done.returncode == 2
    assert "PORT takes a number" in done.stderr


def test_a_taken_port_is_said_plainly():
    import socket

    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = run("up", PORT=port)
    assert done.returncode == 2
    assert f"port {port} is taken" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_audit_chain_is_verified(cast, capsys):
    assert cli.main(["audit", "verify"]) == 0
    assert "whole" in capsys.readouterr().out
    assert cli.main(["audit", "verify", "--firm", "nobody"]) == 2


def test_a_broken_audit_chain_is_told(cast, capsys):
    firm = type(cast.firm).objects.get(pk=cast.firm.pk)
    type(firm).objects.filter(pk=firm.pk).update(audit_count=firm.audit_count + 1)
    assert cli.main(["audit", "verify", "--firm", firm.slug]) == 1
    assert "BROKEN" in capsys.readouterr().out


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::"])
def test_the_demonstration_listens_on_this_machine_alone(host, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("MANDAT_DEMO", "1")
    monkeypatch.setenv("MANDAT_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("MANDAT_HOSTS", raising=False)
    assert serve.main(["--host", host, "--port", "8199"]) == 2
    assert host in capsys.readouterr().err


def test_the_first_migration_makes_the_folder_of_the_data(tmp_path):
    keys = fresh_keys()
    done = subprocess.run(
        [sys.executable, "-m", "mandat", "migrate"],
        env={
            "PATH": os.environ["PATH"],
            "MANDAT_DATA_DIR": str(tmp_path / "new" / "data"),
            "MANDAT_SECRET_KEY": keys.secret_key,
            "MANDAT_ENCRYPTION_KEYS": keys.encryption_keys,
            "MANDAT_INDEX_KEY": keys.index_key,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "new" / "data").stat().st_mode & 0o777 == 0o700
