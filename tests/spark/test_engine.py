"""An engine that is not there, or is named wrongly, is said to be so before anything is done."""

import socket

import pytest

from flows.spark.engine import engine, without_secret
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
