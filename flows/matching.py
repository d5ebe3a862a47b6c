"""List rows without credit codes: the history of names brought up to date, each row matched, what is new landed."""

import duckdb

from flows.registry.matching import match
from flows.warehouse import history, links


def match_recognitions(connection: duckdb.DuckDBPyConnection) -> str:
    """Match every list row without a code against every name a firm bears or bore; says what came of it.

    Everything is matched anew each time, as a register landed since may know the firm; only what differs is kept.
    """
    history.update(connection)
    listed = links.listed(connection)
    if listed.is_empty():
        return "no list rows without credit codes"
    matched = match(listed, links.entities(connection))
    new = links.land(connection, matched)
    waiting = matched["credit_code"].null_count()
    return f"{matched.height - waiting} list rows linked, {waiting} for review; {new} are new or changed"
