"""A clock set back by an hour: nothing is lost, the last word stays the last, `zhanbi check` says so."""

import glob
import os
import re
import subprocess
import sys

import pytest

from tests.flows.conftest import BULLETIN
from tests.flows.test_cli import ZHANBI

LIBRARY = next(iter(glob.glob("/usr/lib/*/faketime/libfaketime.so.1")), None)
AN_HOUR_AGO = {"LD_PRELOAD": LIBRARY or "", "FAKETIME": "-1h", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
TEXT = "截至6月底，全区高新技术企业1040家，占全省的26.6%。\n"
LAND = """
from pathlib import Path
import sys
from tests.flows.nights import land
land(Path(sys.argv[1]))
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not LIBRARY, reason="libfaketime is not there (apt-get install faketime)"),
]


def an_hour_ago(*command: str, **settings: str) -> subprocess.CompletedProcess:
    return subprocess.run(command, env=os.environ | AN_HOUR_AGO | settings, capture_output=True, text=True)


def test_what_lands_after_the_clock_was_set_back_comes_after_what_landed_before(house):
    house.receive(house.drop("a.txt", TEXT, BULLETIN))
    house.drop("a.txt", TEXT, BULLETIN | {"published_on": "2023-08-02"})
    done = an_hour_ago(sys.executable, "-c", LAND, str(house.settings.folder))
    assert done.returncode == 0, done.stderr
    started = house.rows("select started_at from raw.attempts order by rowid")
    assert started[1] < started[0], "the clock was not set back"
    (before,), (after,) = house.rows("select landed_at from raw.documents order by published_on")
    assert before < after
    assert list(house.inbox.iterdir()) == []
    checked = an_hour_ago(str(ZHANBI), "check", ZHANBI_DATA=str(house.settings.folder))
    assert checked.returncode == 1
    assert re.search("clock 时钟: .* but .* was written (1:00|0:59)", " ".join(checked.stdout.split())), checked.stdout
