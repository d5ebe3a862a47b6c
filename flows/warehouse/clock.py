"""The moment at which something is written: also where the clock was set back, later than all that was written before."""

from datetime import UTC, datetime, timedelta

import duckdb


def next_moment(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> datetime:
    """Now, or just after the latest moment in that column of raw: of two rows the last written has the last word."""
    found = connection.execute(f"select max({column}) at time zone 'UTC' from raw.{table}").fetchone()
    now = datetime.now(UTC)
    latest: datetime | None = found[0] if found else None
    return now if latest is None else max(now, latest.replace(tzinfo=UTC) + timedelta(microseconds=1))
