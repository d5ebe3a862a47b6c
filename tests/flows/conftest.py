"""An inbox and a warehouse of one's own, and small inputs to put there."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest
import yaml

from flows import sample
from flows.receiving import receive_all
from flows.settings import Settings
from schemas import profiles

if TYPE_CHECKING:
    from tests.flows.course import Course

SEED = Path(sample.__file__).parent / "sx_zgq_2023h1.txt"
BULLETIN = {
    "kind": "bulletin",
    "title": "简报",
    "publisher": "测试",
    "area": "山西转型综改示范区",
    "province": "山西省",
    "published_on": "2023-08-01",
}
LIST = {
    "kind": "recognitions",
    "area": "140000",
    "as_of": "2023-06-30",
    "publisher": "合成样例",
    "programme": "high_tech",
    "synthetic": True,
}


class House:
    """A data folder: what is dropped into its inbox is received, what was landed can be asked for."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(data=folder, lock_wait_seconds=5)
        self.inbox = self.settings.inbox
        self.inbox.mkdir(parents=True, exist_ok=True)

    def drop(self, name: str, content: bytes | str, facts: dict | None = None) -> Path:
        path = self.inbox / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        if facts is not None:
            path.with_name(name + ".yml").write_text(yaml.safe_dump(facts, allow_unicode=True), encoding="utf-8")
        return path

    def drop_seed(self) -> Path:
        shutil.copy(SEED.with_name(SEED.name + ".yml"), self.inbox)
        return Path(shutil.copy(SEED, self.inbox))

    def receive(self, path: Path):
        (attempt,) = receive_all([path], self.settings, notify=print)
        return attempt

    def rows(self, query: str) -> list[tuple]:
        with duckdb.connect(str(self.settings.warehouse), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def count(self, table: str) -> int:
        return self.rows(f"select count(*) from raw.{table}")[0][0]


@pytest.fixture
def house(tmp_path) -> House:
    return House(tmp_path / "data")


@pytest.fixture
def declared(tmp_path, monkeypatch):
    """Facts of a register under the profile `province`, which tells area and day; there is a `broken` one too."""
    shutil.copy(profiles.FOLDER / "default.yml", tmp_path)
    content = "like: default\narea: '140000'\nas_of: '(\\d{4})(\\d\\d)(\\d\\d)'\n"
    (tmp_path / "province.yml").write_text(content, encoding="utf-8")
    (tmp_path / "broken.yml").write_text("{", encoding="utf-8")
    monkeypatch.setattr(profiles, "FOLDER", tmp_path)
    profiles.profile.cache_clear()
    yield {"kind": "market_entities", "publisher": "样例", "profile": "province"}
    profiles.profile.cache_clear()


@pytest.fixture(scope="session")
def course(tmp_path_factory) -> "Course":
    return _course(tmp_path_factory, rows=3000, first_night=False)


@pytest.fixture(scope="session")
def long_course(tmp_path_factory) -> "Course":
    return _course(tmp_path_factory, rows=20_000, first_night=True)


def _course(factory, **given) -> "Course":
    from tests.flows.course import Course  # what it imports, most tests do without

    return Course(factory.mktemp("course"), **given)
