"""Ten thousand small files at once: all land, each once, in the order of their days, in flat memory."""

import resource
from datetime import date, timedelta

import pytest

from flows.inbox import by_day, received
from flows.nightly import MOST_RUNS
from flows.receiving import receive_all
from tests.flows.conftest import BULLETIN

pytestmark = pytest.mark.long
FILES = 10_000
MOST_GROWTH = 300  # MiB from the first tenth to the end; one file needs less than one


def test_ten_thousand_files_land_once_in_order_in_flat_memory(house):
    for n in range(FILES):
        day = date(2023, 7, 1) + timedelta(days=n * 7 % 400)
        house.drop(
            f"{n:05}.txt", f"截至6月底，全区高新技术企业{n + 1}家。\n", BULLETIN | {"published_on": day.isoformat()}
        )
    paths = by_day(received(house.inbox))
    size = -(-len(paths) // MOST_RUNS)
    after_a_tenth = 0
    for first in range(0, len(paths), size):
        attempts = receive_all(paths[first : first + size], house.settings, print)
        assert {attempt.outcome for attempt in attempts} == {"landed"}
        if first < len(paths) / 10:
            after_a_tenth = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert received(house.inbox) == []
    assert house.rows("select count(*), count(distinct document_id) from raw.documents") == [(FILES, FILES)]
    assert house.rows("select count(distinct value) from raw.observations") == [(FILES,)]
    days = [day for (day,) in house.rows("select published_on from raw.documents order by rowid")]
    assert days == sorted(days)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - after_a_tenth < MOST_GROWTH * 1024
