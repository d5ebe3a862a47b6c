"""A snapshot by hand: the marts as their contracts have them, filled from bulletins read here; all of it SYNTHETIC but the seed.

`seed` is the seed bulletin with the claims and counts of its section 五; `multiplied` makes a thousand bulletins of it.
"""

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import yaml
from msgspec.structs import asdict

from flows import sample
from flows.bulletins.reading import Context, read

MARTS = Path(__file__).parents[2] / "dbt_project" / "models" / "marts"
SEEDS = MARTS.parents[1] / "seeds"
SEED = Path(sample.__file__).parent / "sx_zgq_2023h1.txt"
NOW, HALF = datetime(2026, 11, 23, tzinfo=UTC), date(2023, 6, 30)
ZONE, ZONE_CODE, PROVINCE_CODE = "山西转型综改示范区", "149900", "140000"
# cohort: part, whole, printed share, and the values of a year before, counted only
COHORTS = {
    "high_tech": ("1040", "3910", "26.6", "980", "3700"),
    "srdi_sme": ("447", "2113", "21.2", "380", "1900"),
    "little_giant_provincial": ("94", "368", "25.5", "80", "330"),
    "little_giant_national": ("35", "139", "25.2", "30", "120"),
    "little_giant_national_key": ("7", "18", "38.9", "6", "16"),
}


class Making:
    """A snapshot in the making."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.connection = duckdb.connect(str(path))
        for contract in sorted(MARTS.glob("*.yml")):
            (model,) = yaml.safe_load(contract.read_bytes())["models"]
            columns = ", ".join(f'"{c["name"]}" {c["data_type"]}' for c in model["columns"])
            self.connection.execute(f"create table {model['name']} ({columns})")
        self._fill()

    @classmethod
    def on(cls, path: Path) -> "Making":
        """A snapshot that is there already, for more."""
        making = cls.__new__(cls)
        making.connection = duckdb.connect(str(path))
        return making

    def _fill(self) -> None:
        self.connection.execute("create table build_info (fingerprint varchar, version varchar, built_at timestamptz)")
        self.insert("build_info", fingerprint="by hand", version="test", built_at=NOW)
        self.connection.execute(
            f"insert into dim_indicator by name select code as indicator, name as indicator_name, name_en as indicator_name_en, "
            f"* exclude (code, name, name_en) from read_csv('{SEEDS / 'indicators.csv'}', all_varchar = true)"
        )

    def insert(self, table: str, **values: Any) -> None:
        names = ", ".join(f'"{name}"' for name in values)
        self.connection.execute(
            f"insert into {table} ({names}) values ({', '.join('?' * len(values))})", list(values.values())
        )

    def bulletin(self, text: str, title: str = "简报", file_name: str = "b.txt", day: date = date(2023, 8, 1)) -> str:
        """Read a text and put it in as a landed bulletin; returns its document_id."""
        document = hashlib.sha256(text.encode()).hexdigest()
        reading = {"document_id": document, "reading_id": f"reading of {document}"}
        self.insert(
            "dim_document", **reading, file_name=file_name, media_type="text/plain", encoding="utf-8", size_bytes=1,
            text_length=len(text), title=title, publisher=ZONE, area=ZONE, area_code=ZONE_CODE, province_code=PROVINCE_CODE,
            published_on=day, reader_version="1", notes=[], known_at=NOW,
        )  # fmt: skip
        self.insert("document_texts", **reading, body=text)
        context = Context(area=ZONE, province="山西省", published_on=day, title=title)
        rows = [
            {**asdict(o), **reading, "flags": list(o.flags), "area": ZONE if o.ref_area == "self" else "山西省",
             "area_code": ZONE_CODE if o.ref_area == "self" else PROVINCE_CODE, "element": "text", "standing": "current", "document_title": title,
             "review_state": "not_needed" if o.confidence >= 0.9 else "open", "publisher": ZONE, "published_on": day, "known_at": NOW,
             "reader_version": "1"}
            for o in read(text, context, document_id=document)
        ]  # fmt: skip
        if rows:
            self.connection.register("read", pl.DataFrame(rows, infer_schema_length=None))
            self.connection.execute("insert into observations by name select * from read")
        return document

    def claim(self, document: str, kind: str, printed: list[str], verdict: str, **values: Any) -> None:
        """A claim about the first of these printed numbers, resting on all of them."""
        figures = [self._figure(document, number) for number in printed]
        about = figures[0]
        self.insert(
            "claim_audit", claim_id=f"{kind}:bulletin:{about['observation_id']}", document_id=document, kind=kind,
            **{"basis": "bulletin", "synthetic": False} | values, verdict=verdict, observation_id=about["observation_id"],
            observation_ids=[figure["observation_id"] for figure in figures], quotes=[about["quote"]], area=ZONE,
            area_code=ZONE_CODE, indicator=about["indicator"], indicator_name=about["indicator_name"], breakdown="",
            period_start=about["period_start"], period_end=about["period_end"], obs_status="actual",
            stated=about["value"], stated_low=about["value_low"], stated_high=about["value_high"], unit=about["reported_unit"],
        )  # fmt: skip

    def _figure(self, document: str, printed: str) -> dict[str, Any]:
        cursor = self.connection.execute(
            "select * from observations where document_id = ? and value_text = ? order by span_start limit 1",
            [document, printed],
        )
        return dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))

    def cohorts(self, document: str) -> None:
        """The shares of section 五, counted from registers and printed, and counted alone a year earlier."""
        for programme, (part, whole, printed, part_before, whole_before) in COHORTS.items():
            source = self._figure(document, printed)
            self._share(programme, HALF, part, whole, printed, share_observation_id=source["observation_id"])
            self._share(programme, date(2022, 6, 30), part_before, whole_before, None)
            for area, code, day, count in (
                (ZONE, ZONE_CODE, HALF, part), ("山西省", PROVINCE_CODE, HALF, whole),
                (ZONE, ZONE_CODE, date(2022, 6, 30), part_before), ("山西省", PROVINCE_CODE, date(2022, 6, 30), whole_before),
            ):  # fmt: skip
                self.insert(
                    "cohort_counts", cohort_count_id=f"{code}:{programme}:{day}", area=area, area_code=code, area_level="zone",
                    province_code=PROVINCE_CODE, cohort_kind="programme", programme=programme, indicator=f"{programme}_firms",
                    as_of=day, count=int(count), unplaced_count=0, synthetic=True, register_as_of=day, lists_as_of=day,
                    register_extract_id="e",
                )  # fmt: skip

    def _share(self, programme: str, day: date, part: str, whole: str, printed: str | None, **values: Any) -> None:
        share = 100 * int(part) / int(whole)
        self.insert(
            "provincial_shares", share_id=f"registers:{programme}:{day}", area=ZONE, area_code=ZONE_CODE, whole_area="山西省",
            whole_area_code=PROVINCE_CODE, indicator=f"{programme}_firms", programme=programme, breakdown="", as_of=day,
            basis="registers", part=part, whole=whole, share_pct=share, share_low_pct=share, share_high_pct=share,
            published_share_pct=printed, verdict="agrees" if printed else "cannot_tell",
            reason=None if printed else "公报未公布占比，无从比对 / no share is published to compare with",
            whole_verdict="cannot_tell", synthetic=True, **values,
        )  # fmt: skip


def seed(path: Path) -> str:
    """The snapshot of the seed bulletin; returns the bulletin's document_id."""
    making = Making(path)
    document = making.bulletin(
        SEED.read_text(encoding="utf-8"), "“全省开发区推动规上工业平稳增长”特刊：山西转型综改示范区", SEED.name
    )
    making.cohorts(document)
    making.claim(document, "share", ["21.2", "447", "2113"], "agrees", formula="447 ÷ 2113 = 21.2%", expected_low=21.154756, expected_high=21.154756)  # fmt: skip
    making.claim(document, "target_gap", ["70", "778", "708"], "agrees", formula="778亿元 − 708亿元 = 70亿元", expected_low=69, expected_high=71)  # fmt: skip
    making.claim(document, "sum", ["334", "109", "225"], "disagrees", formula="109个 + 225个 = 335个（错例）", reason="超出四舍五入所允许的范围 / outside what rounding allows", expected_low=335, expected_high=335)  # fmt: skip
    making.claim(document, "pp_gap", ["49", "76.17"], "cannot_tell", formula="76.17% − 49 = ?", reason="公报未给出对方的比率 / the other rate is not stated", basis="registers", synthetic=True)  # fmt: skip
    making.connection.close()
    return document


def multiplied(path: Path, bulletins: int) -> None:
    """The seed's snapshot with so many SYNTHETIC bulletins: its text and figures under other names, areas and years."""
    seed(path)
    with duckdb.connect(str(path)) as connection:
        for table in ("dim_document", "document_texts", "observations", "claim_audit", "provincial_shares"):
            connection.execute(f"create temp table one as from {table}; delete from {table}")
            columns = [row[0] for row in connection.execute("select column_name from (describe one)").fetchall()]
            chosen = ", ".join(f'{_MULTIPLIED.get(column, f"one.{column}")} as "{column}"' for column in columns)
            connection.execute(f"insert into {table} select {chosen} from one, range({bulletins}) as copies(n)")
            connection.execute("drop table one")


_DOCUMENT = "sha256('synthetic ' || n)"
_AREA = "format('合成开发区{:03d}', n % 50)"
_YEARS = "interval (n // 50) year"
_MULTIPLIED = {
    "document_id": _DOCUMENT,
    "reading_id": f"'reading of ' || {_DOCUMENT}",
    "observation_id": f"left({_DOCUMENT}, 16) || '-' || split_part(observation_id, '-', 2)",
    "observation_ids": f"list_transform(observation_ids, lambda o: left({_DOCUMENT}, 16) || '-' || split_part(o, '-', 2))",
    "share_observation_id": f"left({_DOCUMENT}, 16) || '-' || split_part(share_observation_id, '-', 2)",
    "claim_id": "claim_id || ':' || n",
    "share_id": "share_id || ':' || n",
    "title": f"'合成公报 ' || n || '：' || {_AREA}",
    "document_title": f"'合成公报 ' || n || '：' || {_AREA}",
    "publisher": _AREA,
    "area": _AREA,
    "area_code": "format('9{:05d}', n % 50)",
    "published_on": f"cast(published_on - {_YEARS} as date)",
    "period_start": f"cast(period_start - {_YEARS} as date)",
    "period_end": f"cast(period_end - {_YEARS} as date)",
    "as_of": f"cast(as_of - {_YEARS} as date)",
}
