"""When what is expected is overdue: each case from a calendar on the wall."""

from datetime import date

import pytest

from flows.sources.calendar import Expected, due, latest
from flows.warehouse.connection import writer


@pytest.mark.parametrize(
    ("every", "within", "since", "today", "expected"),
    [
        ("month", 20, "2026-01-10", "2026-02-20", None),  # the last day itself is in time
        ("month", 20, "2026-01-10", "2026-02-21", ("2026-01-31", "2026-02-20")),
        ("month", 20, "2025-12-01", "2026-01-25", ("2025-12-31", "2026-01-20")),
        ("month", 20, "2024-02-01", "2024-03-25", ("2024-02-29", "2024-03-20")),
        ("month", 45, "2026-01-01", "2026-04-01", ("2026-01-31", "2026-03-17")),  # February's is not due yet
        ("quarter", 30, "2026-02-15", "2026-05-01", ("2026-03-31", "2026-04-30")),
        ("half_year", 40, "2023-01-01", "2023-08-10", ("2023-06-30", "2023-08-09")),
        ("half_year", 40, "2023-01-01", "2024-03-01", ("2023-12-31", "2024-02-09")),
        ("year", 90, "2025-06-01", "2026-03-31", None),
        ("year", 90, "2025-06-01", "2026-04-01", ("2025-12-31", "2026-03-31")),
        ("month", 20, "2026-05-01", "2026-03-01", None),  # before the first is expected
    ],
)
def test_the_last_period_that_is_due(every, within, since, today, expected):
    found = due(Expected(every=every, within_days=within, since=date.fromisoformat(since)), date.fromisoformat(today))
    assert found == (expected and tuple(map(date.fromisoformat, expected)))


def test_what_came_is_told_by_publisher_area_and_title(tmp_path):
    facts = {"kind": "bulletin", "publisher": "某管委会", "area": "某区"}
    monthly = Expected(every="month", within_days=20, since=date(2023, 1, 1), title_contains="月报")
    with writer(tmp_path / "w.duckdb") as connection:
        for title, publisher, day in (
            ("6月月报", "某管委会", "2023-07-10"),
            ("半年报告", "某管委会", "2023-08-01"),
            ("7月月报", "别处", "2023-08-10"),
        ):
            connection.execute(
                "insert into raw.documents (reading_id, document_id, file_name, media_type, encoding, size_bytes, title, "
                "publisher, area, published_on, metadata_hash, reader_version, text, notes, landed_at) "
                "values (gen_random_uuid(), 'd', 'f', 't', 'e', 1, ?, ?, '某区', ?, 'h', 'r', '', [], now())",
                [title, publisher, day],
            )
        assert latest(connection, facts, monthly) == date(2023, 7, 10)
        assert latest(connection, facts | {"area": "无"}, monthly) is None
