"""`zhanbi lake` as a user runs it."""

import json

from tests.flows.test_cli import zhanbi


def test_written_shown_and_cleaned(lake):
    given = {"data": lake.house.settings.folder, "ZHANBI_LAKE": lake.place.url}
    assert "recognitions: 2 to write" in (done := zhanbi("lake", "write", **given)).stderr, done.stderr
    assert "parts written" in done.stdout
    shown = {
        row["table"]: row for row in map(json.loads, zhanbi("lake", "show", "--json", **given).stdout.splitlines())
    }
    assert shown["market_entities"]["rows"] == 3
    assert shown["extracts"]["address"] == f"{lake.place.url}/extracts"
    assert "holds what the warehouse says already" in zhanbi("lake", "write", **given).stdout
    assert "0 files removed" in zhanbi("lake", "vacuum", "--hours", "0", **given).stdout


def test_without_a_lake_the_next_step_is_named(tmp_path):
    done = zhanbi("lake", "write", data=tmp_path)
    assert done.returncode == 2
    assert "ZHANBI_LAKE" in done.stderr
    assert "Traceback" not in done.stderr
