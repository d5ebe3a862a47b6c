"""The check in a process of its own says what the check in this one says, and its death is an error like any other."""

import signal
import sys

import pytest

from flows.warehouse import checking
from schemas.errors import ZhanbiError
from tests.warehouse.test_checkpoint import BAD, change, working  # noqa: F401

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("quality")]  # each imports the library anew


@pytest.fixture
def asked(working, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.delitem(sys.modules, "great_expectations", raising=False)
    three = (working, tmp_path / "none.duckdb", tmp_path / "site")
    checking.start(*three)
    yield three
    for process in checking._waiting.values():
        process.communicate()
    checking._waiting.clear()


def test_it_warns_refuses_and_writes_the_pages(asked):
    process = checking._waiting[asked]
    assert checking.check(*asked) == []
    assert (process.returncode, (asked[2] / "index.html").exists()) == (0, True)


def test_it_refuses_with_the_same_words(asked):
    change(asked[0], BAD)
    with pytest.raises(ZhanbiError, match=r"stays as it was\.\n  claim_audit: expect"):
        checking.check(*asked)


def test_one_that_was_killed_is_told(asked):
    checking._waiting[asked].send_signal(signal.SIGKILL)
    with pytest.raises(ZhanbiError, match="ended with -9"):
        checking.check(*asked)


def test_one_that_is_never_asked_ends_with_whom_it_waits_for(asked):
    process = checking._waiting.pop(asked)
    process.stdin.close()
    assert process.wait(timeout=60) == 0
    assert not asked[2].exists()
