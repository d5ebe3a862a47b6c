"""The sample input: the seed bulletin as published, and SYNTHETIC registers (合成样例) calibrated to it."""

import gzip
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import yaml

from flows.sample import entities, lists
from flows.sample.calibration import AREA, BULLETIN, ENTITIES_AS_OF, LISTS_AS_OF

_PUBLISHER = "zhanbi synthetic sample / 合成样例，非真实登记数据"
# how each list prints its columns; a name of our own stands for the column it renames
_USUAL = {
    "number": "序号",
    "name": "企业名称",
    "code": "统一社会信用代码",
    "certificate": "证书编号",
    "valid_from": "发证日期",
    "last_day": "有效期至",
    "city": "所属地市",
}
_RENAMED = {
    "number": "序号",
    "city": "所在市",
    "name": "单位名称",
    "product": "主导产品",
    "code": "社会信用代码",
    "valid_from": "认定日期",
    "last_day": "有效期截止日期",
}
_HEADERS = {"little_giant_provincial": _RENAMED}
_ENCODINGS = {"high_tech": "gb18030", "srdi_sme": "utf-8-sig"}
_PREFIX = {"high_tech": "GR", "srdi_sme": "晋专精特新"}


def write_sample(folder: Path, seed: int = 20230630) -> list[Path]:
    """Write the bulletin, the registers and a sidecar for each into `folder`; returns the paths without the sidecars.

    The same seed gives the same bytes. Each file appears under its name only when it is whole.
    """
    folder.mkdir(parents=True, exist_ok=True)
    source = Path(__file__).with_name(BULLETIN)
    sidecar = source.with_name(source.name + ".yml").read_text(encoding="utf-8")
    paths = [_write(folder / BULLETIN, source.read_bytes(), sidecar)]
    paths += [_write(folder / name, content, facts) for name, content, facts in _registers(seed)]
    return paths


def _registers(seed: int) -> Iterator[tuple[str, bytes, str]]:
    """File name, bytes and sidecar of each register."""
    random = np.random.default_rng(seed)
    firms = entities.entities(random)
    rows = entities.printed(firms).sample(fraction=1, shuffle=True, seed=seed)
    anywhere, last = entities.dirty(random, firms, rows)
    table = pl.concat([rows[: rows.height // 2], anywhere, rows[rows.height // 2 :], last])
    content = gzip.compress(table.write_csv().encode(), compresslevel=1, mtime=0)
    name = f"synthetic_market_entities_{ENTITIES_AS_OF:%Y%m%d}.csv.gz"
    yield name, content, _facts("market_entities", ENTITIES_AS_OF)
    for programme, certificates in lists.lists(random, firms):
        whole = pl.concat([certificates, lists.dirty(certificates)])
        text = _printed_list(programme, whole).write_csv()
        name = f"synthetic_{programme}_{LISTS_AS_OF:%Y%m%d}.csv"
        yield name, text.encode(_ENCODINGS.get(programme, "utf-8")), _facts("recognitions", LISTS_AS_OF, programme)


def _printed_list(programme: str, certificates: pl.DataFrame) -> pl.DataFrame:
    """The list in the columns in which it is printed."""
    headers = _HEADERS.get(programme, _USUAL)
    number = pl.int_range(1, pl.len() + 1)
    prefix = _PREFIX.get(programme, "晋小巨人")
    columns = certificates.with_columns(
        number=number,
        certificate=pl.format("{}{}{}", pl.lit(prefix), pl.col("valid_from").dt.year(), (14_000_000 + number)),
        product=pl.lit("合成样例产品"),
    )
    return columns.select(pl.col(ours).alias(printed) for ours, printed in headers.items())


def _facts(kind: str, as_of: date, programme: str | None = None) -> str:
    facts: dict[str, object] = {"kind": kind, "area": AREA, "as_of": as_of, "publisher": _PUBLISHER, "synthetic": True}
    if programme:
        facts["programme"] = programme
    return "# synthetic sample / 合成样例\n" + yaml.safe_dump(facts, allow_unicode=True, sort_keys=False)


def _write(path: Path, content: bytes, sidecar: str) -> Path:
    """The sidecar first, so that whoever finds the file finds its metadata."""
    path.with_name(path.name + ".yml").write_text(sidecar, encoding="utf-8")
    unfinished = path.with_name(path.name + ".part")
    unfinished.write_bytes(content)
    shutil.move(unfinished, path)
    return path
