"""An engine that is not there, or is named wrongly, is said to be so before anything is done."""

import socket

import pytest

from flows.spark.engine import ask, engine, without_secret
from schemas.errors import Transient, UsageError


def test_an_engine_that_does_not_answer_is_named_without_its_token(tmp_path):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # taken, and nobody listens
        remote = f"sc://127.0.0.1:{closed.getsockname()[1]}/;token=secret-word"
        with pytest.raises(Transient, match="no engine answers there") as raised, engine(remote, tmp_path, tmp_path):
            pass
    assert "127.0.0.1" in str(raised.value) and "secret-word" not in str(raised.value)


@pytest.mark.parametrize("remote", ["http://127.0.0.1:15002", "127.0.0.1:15002", "sc://"])
def test_an_address_of_another_kind_is_wrong_use(tmp_path, remote):
    with pytest.raises(UsageError, match="sc://HOST"), engine(remote, tmp_path, tmp_path):
        pass


def test_a_sail_that_does_not_start_says_where_to_look(tmp_path):
    sail = tmp_path / "bin" / "sail"
    sail.parent.mkdir()
    sail.write_text("#!/bin/sh\necho no room; exit 1\n", encoding="utf-8")
    sail.chmod(0o755)
    with pytest.raises(Transient, match=r"sail.log"), engine(None, tmp_path, tmp_path):
        pass
    assert (tmp_path / "sail.log").read_text(encoding="utf-8") == "no room\n"


@pytest.mark.parametrize("text", ["sc://h:1/;token=abc;user_id=me", "token=abc'"])
def test_a_token_is_cut_out_of_what_is_said(text):
    assert "abc" not in without_secret(text)


def environment(folder, script: str):
    """One whose Python says and does this."""
    python = folder / "bin" / "python"
    python.parent.mkdir()
    python.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    python.chmod(0o755)
    return folder


def test_a_refused_token_is_told_and_not_shown(tmp_path):
    said = "pyspark.errors.exceptions.connect.SparkConnectGrpcException: <RPC\\n status = UNAUTHENTICATED token=secret-word"
    refusing = environment(tmp_path, f'printf "Traceback\\n{said}" >&2; exit 1')
    with pytest.raises(UsageError, match="refuses the token") as raised:
        ask("sc://h:1/;token=secret-word", refusing)
    assert "secret-word" not in str(raised.value) and "SparkConnectGrpcException" in str(raised.value)


def test_an_engine_that_never_answers_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("flows.spark.engine.ANSWER_SECONDS", 0.2)
    with pytest.raises(Transient, match="worker left") as raised:
        ask("sc://h:1/;token=secret-word", environment(tmp_path, "exec sleep 60"))
    assert "secret-word" not in str(raised.value)


def test_asking_needs_the_environment(tmp_path):
    with pytest.raises(UsageError, match="make spark-env"):
        ask("sc://h:1", tmp_path)
