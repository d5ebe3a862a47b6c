"""Nights in processes that are killed, or that run out of room, and what must be true after each."""

import contextlib
import hashlib
import multiprocessing
import resource
import shutil
import time
from multiprocessing.connection import Connection
from pathlib import Path

import duckdb

from flows import marts
from flows.inbox import received
from flows.receiving import receive_all
from flows.settings import Settings
from flows.warehouse.archive import digest
from flows.warehouse.connection import writer
from schemas.errors import ZhanbiError
from tests.flows.conftest import BULLETIN, LIST, House
from tests.registry.registers import ROWS, table

FORKS = multiprocessing.get_context("forkserver")  # each run is forked off a process that has imported what it needs
FORKS.set_forkserver_preload(["tests.flows.warm"])
STAGES = ("land", "build", "check", "publish")
REGISTER = {
    "kind": "market_entities",
    "area": "140000",
    "as_of": "2023-06-30",
    "publisher": "合成样例",
    "synthetic": True,
}


def settings_of(folder: Path) -> Settings:
    return Settings(data=folder, lock_wait_seconds=30)


def land(folder: Path) -> None:
    settings = settings_of(folder)
    for attempt in receive_all(received(settings.inbox), settings, print):
        print(f"{attempt.file_name}: {attempt.outcome}")


STEPS = {
    "land": land,
    "build": lambda folder: marts.build(settings_of(folder)),
    "check": lambda folder: marts.check(settings_of(folder)),
    "publish": lambda folder: marts.publish(settings_of(folder)),
}


def drop_inputs(folder: Path, rows: int) -> None:
    """A bulletin, a register and a list of that many names, one in a hundred of them refused."""
    house = House(folder)
    house.drop_seed()
    house.drop("market.csv", table(ROWS), REGISTER)
    dated = ((n, "2099-01-01" if n % 100 == 50 else "2022-12-01") for n in range(rows))
    house.drop("list.csv", "企业名称,发证日期\n" + "".join(f"合成样例{n}号有限公司,{day}\n" for n, day in dated), LIST)


def drop_more(folder: Path, rows: int) -> None:
    """The next day's: another bulletin, a corrected register, a longer list."""
    house = House(folder)
    text = "截至9月底，全区高新技术企业1041家，占全省的26.6%。1-9月份，全区地区生产总值完成597.86亿元，同比增长5.1%。\n"
    house.drop("september.txt", text, BULLETIN | {"published_on": "2023-10-20"})
    corrected = [[*ROWS[0][:1], "样例一更名有限公司", *ROWS[0][2:]], *ROWS[1:]]
    house.drop("market_september.csv", table(corrected), REGISTER | {"as_of": "2023-09-30"})
    listed = "企业名称,发证日期\n" + "".join(f"合成样例{n}号有限公司,2022-12-01\n" for n in range(rows + 100))
    house.drop("list_september.csv", listed, LIST | {"as_of": "2023-09-30"})


def _child(pipe: Connection, folder: Path, stages: tuple[str, ...], largest_file: int | None) -> None:
    if largest_file is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    try:
        for stage in stages:
            pipe.send(stage)
            STEPS[stage](folder)
        pipe.send(None)
    except ZhanbiError as error:
        pipe.send(error)
    except BaseException as error:
        pipe.send(f"{type(error).__name__}: {error}")  # not an error of ours: somebody would see a traceback


class Run:
    """A child process at these stages; `error` is what it ended with, `took` the seconds of each stage."""

    def __init__(self, folder: Path, *stages: str, largest_file: int | None = None) -> None:
        self.error: ZhanbiError | str | None = "killed"
        self.took: dict[str, float] = {}
        self._pipe, other = FORKS.Pipe()
        self._process = FORKS.Process(target=_child, args=(other, folder, stages, largest_file))
        self._process.start()
        other.close()

    def ended(self) -> "Run":
        """Wait for its end."""
        stage, since = "", time.monotonic()
        with contextlib.suppress(EOFError):
            while True:
                said = self._pipe.recv()
                self.took[stage], since = time.monotonic() - since, time.monotonic()
                if said not in STAGES:
                    self.error = said
                    break
                stage = said
        self._process.join()
        self._pipe.close()
        return self

    def killed(self, seconds: float) -> "Run":
        """Kill it that long after its first stage began, unless it has ended by then."""
        assert self._pipe.recv() in STAGES
        time.sleep(seconds)
        self._process.kill()
        return self.ended()


def rows(path: Path, *schemas: str) -> dict[str, list[tuple]]:
    """Every table's rows in some order that is always the same, less what tells the time or was drawn by lot."""
    found = {}
    with duckdb.connect(str(path), read_only=True) as connection:
        for schema, name in connection.execute("select schema_name, table_name from duckdb_tables()").fetchall():
            if schema in schemas:
                columns = connection.execute(
                    "select column_name from duckdb_columns() where schema_name = ? and table_name = ? "
                    "and data_type <> 'TIMESTAMP WITH TIME ZONE' and column_name not in ('attempt_id', 'fingerprint')",
                    [schema, name],
                ).fetchall()
                chosen = ", ".join(f'"{column}"' for (column,) in columns)
                query = f'select {chosen} from "{schema}"."{name}" order by all'
                found[f"{schema}.{name}"] = connection.execute(query).fetchall()
    return found


def landed_rows(folder: Path) -> dict[str, list[tuple]]:
    """What raw holds; of the attempts only those that landed something."""
    found = rows(settings_of(folder).warehouse, "raw")
    found["raw.attempts"] = [row for row in found["raw.attempts"] if "landed" in row]
    return found


def published_rows(folder: Path) -> dict[str, list[tuple]]:
    return rows(settings_of(folder).published, "main")


WHOLE = """
    select 'extract ' || file_name from raw.extracts as e
    where rows_landed <> (select count(*) from raw.market_entities as m where m.extract_id = e.extract_id)
        + (select count(*) from raw.recognitions as r where r.extract_id = e.extract_id)
        or rows_quarantined <> (select count(*) from raw.quarantine as q where q.source_id = e.extract_id)
    union all
    select 'rows of nothing in ' || name || ': ' || count(*) from (
        select 'market_entities' as name, extract_id as id from raw.market_entities
        union all select 'recognitions', extract_id from raw.recognitions
        union all select 'observations', document_id from raw.observations
        union all select 'quarantine', source_id from raw.quarantine
        union all select 'attempts', input_id from raw.attempts where outcome = 'landed')
    where id not in (select extract_id from raw.extracts union all select document_id from raw.documents)
    group by name
    union all
    select 'no attempt for ' || id from (select extract_id as id from raw.extracts union all select document_id from raw.documents)
    where id not in (select input_id from raw.attempts where outcome = 'landed')
    union all
    select 'landed twice: ' || any_value(file_name) from raw.attempts where outcome = 'landed' group by input_id, metadata_hash having count(*) > 1
"""


def wrongs(folder: Path, inputs: dict[str, str]) -> list[str]:
    """What is not as it must be at any instant: `inputs` are the names and digests that were ever dropped."""
    settings = settings_of(folder)
    with writer(settings.warehouse) as connection:
        found = [text for (text,) in connection.execute(WHOLE).fetchall()]
        landed = {
            row[0]
            for row in connection.execute(
                "select document_id from raw.documents union select extract_id from raw.extracts"
            ).fetchall()
        }
    for name, sha in inputs.items():
        kept = settings.archive / sha[:2] / sha
        if sha not in landed and not (settings.inbox / name).exists():
            found.append(f"{name} is lost")
        if sha in landed and (not kept.exists() or digest(kept) != sha):
            found.append(f"{name} has landed without its bytes")
    return found


def inputs_of(folder: Path) -> dict[str, str]:
    inbox = settings_of(folder).inbox
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in received(inbox)}


def litter(folder: Path) -> list[str]:
    """What a finished night must not leave lying about."""
    return sorted(
        str(path.relative_to(folder))
        for pattern in ("inbox/*", "archive/.*", "published/.*", "*.tmp", "backups/.*")
        for path in folder.glob(pattern)
    )


def copied(folder: Path, target: Path) -> Path:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(folder, target, symlinks=True)
    return target
