"""What the pages are made of: rows of the snapshot, and a hash of each page's rows that says whether it must be written anew."""

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any

import duckdb

from schemas.errors import ZhanbiError

Row = dict[str, Any]
FIGURES_A_PAGE = 1_000  # a longer bulletin is shown in parts
# each figure with its page, so that whoever tells of it can lead to its sentence; each claim with what it rests on
_PREPARED = f"""
create temp table placed as
with linked as (
    select
        *,
        left(document_id, 16) as document,
        (row_number() over (partition by document_id order by span_start) - 1) // {FIGURES_A_PAGE} + 1 as part,
        'bulletins/' || document || case when part > 1 then '-' || part else '' end || '.html#fig-' || span_start as href
    from observations
)
select *, md5_number_lower(linked::varchar) as h from linked;

create temp table claims as
with used as (
    select claim_id, placed.*
    from (select claim_id, unnest(observation_ids) as observation_id from claim_audit) join placed using (observation_id)
),
sources as (
    select
        claim_id,
        list(distinct document) as documents,
        list({{'href': href, 'quote': quote, 'printed': value_text || reported_unit, 'observation_id': observation_id}}
            order by document, span_start) as sources
    from used
    group by claim_id
)
select claim_audit.*, documents, sources, left(md5(claim_id), 10) as anchor from claim_audit join sources using (claim_id)
"""
# by md5: DuckDB's own hash() of long texts is equal for some that differ
_KEYS = {
    "bulletins": """
        with texts as (select document_id, md5_number_lower(t::varchar) as h from document_texts as t),
        figures_of as (select document_id, bit_xor(h) as h, max(part) as parts from placed group by 1),
        checked as (select unnest(documents) as document, md5_number_lower(t::varchar) as h from claims as t),
        claims_of as (select document, bit_xor(h) as h from checked group by 1)
        select left(document_id, 16) as document, md5(concat_ws(' ', d, texts.h, figures_of.h, claims_of.h)), coalesce(parts, 1)
        from dim_document as d join texts using (document_id) left join figures_of using (document_id)
        left join claims_of on claims_of.document = left(document_id, 16)
    """,
    "indicators": """
        with figures_of as (select indicator, bit_xor(h) as h from placed group by 1),
        counts as (select indicator, bit_xor(md5_number_lower(t::varchar)) as h from cohort_counts as t group by 1)
        select indicator, md5(concat_ws(' ', d, figures_of.h, counts.h)), 1
        from dim_indicator as d left join figures_of using (indicator) left join counts using (indicator)
    """,
    "areas": """
        with shares as (select area_code, bit_xor(md5_number_lower(t::varchar)) as h from provincial_shares as t group by 1),
        entities as (select area_code, bit_xor(md5_number_lower(t::varchar)) as h from market_entities as t group by 1)
        select area_code, md5(concat_ws(' ', area_code, shares.h, entities.h)), 1 from shares left join entities using (area_code)
        where area_code is not null
    """,
}


class Snapshot:
    """The published snapshot, opened once for one build of the site."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        connection.execute(_PREPARED)

    def rows(self, query: str, parameters: object = None) -> list[Row]:
        cursor = self._connection.execute(query, parameters)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def keys(self, kind: str) -> dict[str, tuple[str, int]]:
        """The pages of one kind: name to hash and number of parts. Raises ZhanbiError at a name that is no file's."""
        found = self._connection.execute(_KEYS[kind]).fetchall()
        for name, _, _ in found:
            if not re.fullmatch(r"[0-9A-Za-z_]+", name):
                raise ZhanbiError(
                    f"{kind} {name!r}: not a name for a page. It comes from the warehouse; correct it there."
                )
        return {name: (str(key), parts) for name, key, parts in found}

    def by(self, column: str, values: list[str], query: str) -> dict[str, list[Row]]:
        """The rows of a query on `values` ($values), apart by a column in whose order they come."""
        rows = self.rows(query, {"values": values})
        return {key: list(group) for key, group in groupby(rows, key=lambda row: str(row[column]))}


def tally(rows: Iterable[Row], column: str) -> dict[str, int]:
    """How often each value stands in a column."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row[column]] = counts.get(row[column], 0) + 1
    return counts
