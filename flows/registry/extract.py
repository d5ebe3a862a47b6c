"""One register file: read, every row judged, the good ones typed for their table, the others with all their reasons."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import polars as pl
import pyarrow as pa

from flows.registry import rows
from flows.registry.columns import Columns, known_names, map_columns
from flows.registry.judging import REASONS, Seen, failing, frame, told_by_model
from flows.registry.kinds import Kinds
from flows.registry.quarantine import ragged_rows, refused_rows
from flows.registry.readers import read
from flows.registry.readers.batch import ROW_NUMBER, Batch
from flows.registry.readers.tables import Table, read_tables
from schemas.days import today
from schemas.errors import Refused
from schemas.market_entities import MarketEntities
from schemas.polars_models import pa as pandera
from schemas.profiles import KindProfile, Profile, profile
from schemas.recognitions import Recognitions
from schemas.rules import EVIDENCE, TOLD
from schemas.sidecars import ExtractMetadata, Kind
from schemas.vocabulary import areas, programmes, zones

_ASKED_TOGETHER = 10_000  # failing rows; the model costs as much for one as for a thousand


class Judged(NamedTuple):
    """Some rows of an extract, judged.

    `good` has the columns of the raw table less extract_id, those of few values as dictionaries; `refused` has row_number, raw (JSON as printed, personal
    data masked) and reasons (list of text).
    """

    good: pa.Table
    refused: pl.DataFrame


class _Table(NamedTuple):
    """How the rows of one kind are made and judged."""

    model: type[pandera.DataFrameModel]
    candidates: Callable[[dict[str, Kinds], rows.Facts, KindProfile], dict[str, Kinds]]
    required: tuple[str, ...]
    keys: tuple[pl.Expr, ...]  # of two rows with one of them alike the first is judged


_TABLES: dict[Kind, _Table] = {
    "market_entities": _Table(
        MarketEntities,
        rows.market_entities,
        ("credit_code", "name", "entity_type", "status", "registered_on", "authority_code"),
        (pl.col("credit_code"),),
    ),
    "recognitions": _Table(
        Recognitions,
        rows.recognitions,
        ("name", "valid_from"),
        (
            pl.coalesce("credit_code", "name") + pl.col("valid_from").cast(pl.String),
            "#" + pl.col("certificate_number"),
        ),
    ),
}


class Extract:
    """A register file whose rows are judged batch by batch: memory does not grow with it.

    Raises Refused when the file as a whole is not what it must be, also while batches are drawn. The counts are those
    of the batches drawn so far; of the whole file, `rows_read` = `rows_landed` + `rows_refused`, always.
    """

    def __init__(
        self,
        path: Path,
        metadata: ExtractMetadata,
        page: Iterable[Table] | None = None,
        *,
        opened: tuple[list[str], Iterator[Batch]] | None = None,
        keep_personal: bool = False,
    ) -> None:
        """`page`: the tables of a document, where the file is one. `opened`: headers and rows, where they were read already.

        `keep_personal`: personal data land in clear.
        """
        _check_metadata(path, metadata)
        self.path = path
        self.metadata = metadata
        self.profile: Profile = profile(metadata.profile)
        self._kind: KindProfile = getattr(self.profile, metadata.kind)
        self._table = _TABLES[metadata.kind]
        known = known_names(self._kind)
        headers, self._batches = opened or (
            read(path, known, known_names(self._kind, but=rows.HARDLY_REPEATED), self.profile.encoding)
            if page is None
            else read_tables(path.name, page, known, page=True)
        )
        self.columns: Columns = map_columns(path.name, headers, self._kind, self.profile.personal, self._required())
        self.keep_personal = keep_personal
        self.rows_landed = 0
        self.rows_refused = 0
        self.reasons: Counter[str] = Counter()  # how many rows were refused for each reason
        self.first_refused: int | None = None
        self._landed = [name for name in self._table.model.to_schema().columns if name not in EVIDENCE]
        self._seen = Seen()
        self._failing: list[tuple[pl.DataFrame, pl.DataFrame]] = []

    @property
    def coverage(self) -> str:
        """A register without a word about it is full; a list announces some firms and says nothing of the others."""
        usual = "full" if self.metadata.kind == "market_entities" else "delta"
        return self.metadata.coverage or self._kind.coverage or usual

    @property
    def rows_expected(self) -> tuple[int, int] | None:
        """Fewest and most rows that the profile expects."""
        return self._kind.rows_expected

    @property
    def rows_read(self) -> int:
        return self.rows_landed + self.rows_refused

    def batches(self) -> Iterator[Judged]:
        """The rows, judged, once: the good ones in their order, a refused one perhaps some batches later."""
        for batch in self._batches:
            good, ragged = self._sift(batch), self._ragged(batch)
            enough = sum(rows.height for rows, _ in self._failing) >= _ASKED_TOGETHER
            yield self._counted(good, pl.concat([ragged, self._refused()]) if enough else ragged)
        if self._failing:
            yield self._counted(good.slice(0, 0), self._refused())
        if not self.rows_read:
            raise Refused(f"{self.path.name}: has a header and no rows. Ask for the file again.")

    def refusal(self) -> str | None:
        """Why an extract with so many refused rows must not land, when they are too many: it would replace a good one."""
        share = self.rows_refused / self.rows_read
        few = self.rows_refused <= self.profile.refused_rows_allowed and self.rows_landed
        if few or share <= self.profile.max_refused_share:
            return None
        worst = "; ".join(f"{reason} ({count} rows)" for reason, count in self.reasons.most_common(5))
        return (
            f"{self.rows_refused} of {self.rows_read} rows ({share:.1%}) would be refused, the limit "
            f"is {self.profile.max_refused_share:.1%}. Why: {worst}. First: row {self.first_refused}. "
            "Mend the file, or raise max_refused_share in its profile if the source is really like that"
        )

    def _required(self) -> tuple[str, ...]:
        """The columns that the file must have: those of the table that the profile has no other source for."""
        elsewhere = {*self._kind.implied, *self._kind.from_credit_code}
        return tuple(name for name in self._table.required if name not in elsewhere)

    def _sift(self, batch: Batch) -> pa.Table:
        """The good rows as they land; the failing ones are set aside, as printed and as candidates."""
        columns = self._candidates(batch)
        columns["repeated"] = Kinds(self._repeated(batch, columns))
        failed = failing(columns, self._table.model)
        places = failed.arg_true()
        self._failing.append((batch.rows(places), frame(columns, places)))
        return pa.table({name: columns[name].arrow(~failed) for name in self._landed})

    def _candidates(self, batch: Batch) -> dict[str, Kinds]:
        printed = rows.as_printed(batch, self.columns, self._kind, self.profile.blank, keep_personal=self.keep_personal)
        return self._table.candidates(printed, self.metadata, self._kind)

    def _keys(self, columns: dict[str, Kinds]) -> list[pl.Series]:
        """The keys of every row."""
        return [_key(columns, key) for key in self._table.keys]

    def _repeated(self, batch: Batch, columns: dict[str, Kinds]) -> pl.Series:
        """Whether a row before has one of the keys of this."""
        seen = [self._seen.repeated(keys) for keys in self._keys(columns)]
        return pl.select(pl.any_horizontal(*seen)).to_series()

    def _refused(self) -> pl.DataFrame:
        """The rows set aside, each with all its reasons: one question to the model for many batches."""
        printed, candidates = (pl.concat(frames) for frames in zip(*self._failing, strict=True))
        self._failing.clear()
        return refused_rows(printed, told_by_model(candidates, self._table.model), self.columns, self._kind)

    def _ragged(self, batch: Batch) -> pl.DataFrame:
        return ragged_rows(batch.ragged, len(batch.columns), self._kind)

    def _counted(self, good: pa.Table, refused: pl.DataFrame) -> Judged:
        self.rows_landed += good.num_rows
        self.rows_refused += refused.height
        if refused.height:
            first = int(refused[ROW_NUMBER].min())  # type: ignore[arg-type]
            self.first_refused = min(first, self.first_refused or first)
        bare = refused[REASONS].explode(empty_as_null=False).str.replace(TOLD, "")
        for reason, count in bare.value_counts().iter_rows():
            self.reasons[reason] += count
        return Judged(good, refused)


def _key(columns: dict[str, Kinds], key: pl.Expr) -> pl.Series:
    """The key of every row."""
    return pl.DataFrame({name: columns[name].rows() for name in key.meta.root_names()}).select(key).to_series()


def _check_metadata(path: Path, metadata: ExtractMetadata) -> None:
    """The area and the programme must be known words, the day not to come."""
    if metadata.as_of > today():
        raise Refused(f"{path.name}: as_of {metadata.as_of} lies in the future / 时点晚于今天. Mend the date.")
    provinces = {area.code[:2] for area in areas()}
    if metadata.area[:2] not in provinces and metadata.area not in {zone.code for zone in zones()}:
        raise Refused(f"{path.name}: area {metadata.area!r} is not known / 未知地区. Give a division or zone code.")
    known = [programme.code for programme in programmes()]
    if metadata.kind == "recognitions" and metadata.programme not in known:
        raise Refused(
            f"{path.name}: programme {metadata.programme!r} is not one of {', '.join(known)}. Give one of these."
        )
