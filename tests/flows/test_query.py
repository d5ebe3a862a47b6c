"""What an analyst meets: ready questions, comments everywhere, nothing raw, and no way out."""

import json
import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from flows.commands.query import print_query
from schemas.errors import UsageError, ZhanbiError
from tests.dbt.raw_rows import SEED

pytestmark = pytest.mark.xdist_group("dbt")
BIN = Path(sys.executable).parent
TELEPHONE = r"(^|\D)1[3-9]\d{9}(\D|$)"
IDENTITY = r"(^|\D)[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])\d{3}[\dXx](\D|$)"


@pytest.fixture
def ask(published):
    def rows(query: str) -> list[tuple]:
        with duckdb.connect(str(published), read_only=True) as connection:
            return connection.execute(query).fetchall()

    return rows


@pytest.fixture
def home(published, tmp_path) -> dict[str, str]:
    """The environment of a command whose data folder holds that snapshot."""
    (tmp_path / "published").mkdir()
    (tmp_path / "published" / "zhanbi.duckdb").symlink_to(published)
    return os.environ | {"ZHANBI_DATA": str(tmp_path), "ZHANBI_SECRET_OF_OURS": "do not tell"}


def test_every_table_view_column_and_macro_says_what_it_is(ask):
    assert not ask(
        "select table_name from duckdb_tables() where comment is null union all "
        "select view_name from duckdb_views() where comment is null and not internal union all "
        "select function_name from duckdb_functions() where comment is null and not internal union all "
        "select table_name || '.' || column_name from duckdb_columns() where comment is null and not internal"
    )
    (text,) = ask(
        "select comment from duckdb_columns() where table_name = 'metric_high_tech_firms' and column_name = 'area'"
    )
    assert "开发区" in text[0]


def test_nothing_raw_and_nothing_personal_is_in_the_catalogue(ask):
    assert ask("select distinct schema_name from duckdb_tables()") == [("main",)]
    columns = ask("select table_name, column_name from duckdb_columns() where data_type = 'VARCHAR' and not internal")
    assert not {name for _, name in columns} & {"raw", "text", "extra", "capital_text", "address"}
    assert not ask("select name from dim_entity where entity_type = 'self_employed'")
    for table, column in columns:
        if not column.endswith(("_id", "_ids", "fingerprint")):  # hashes
            assert not ask(f"select {column} from {table} where regexp_matches({column}, '{TELEPHONE}|{IDENTITY}')")


@pytest.mark.parametrize("call", ["share_of_province('{}', '{}')", "占全省比重('{}', '{}')"])
@pytest.mark.parametrize("programme", ["high_tech", "high_tech_firms", "高新技术企业数"])
def test_a_share_is_found_by_code_or_name_on_the_day_and_after_it_not_before(ask, call, programme):
    query = f"select part, published_share_pct from {call} where area_code = '149900' and basis = 'bulletin' and document_id = '{SEED}'"
    expected = [(Decimal(1040), Decimal("26.6"))]
    assert ask(query.format(programme, "2023-06-30")) == expected
    assert ask(query.format(programme, "2023-07-15")) == expected
    assert ask(query.format(programme, "2023-06-29")) == []


@pytest.mark.parametrize("call", ["trace", "溯源"])
def test_a_figure_is_traced_to_the_characters_of_its_document(ask, call):
    ((figure, text),) = ask(
        f"select observation_id, value_text from observations where document_id = '{SEED}' and value_text = '26.6'"
    )
    ((quote, sha, start, end, quote_start, title),) = ask(
        f"select quote, file_sha256, span_start, span_end, quote_start, document_title from {call}('{figure}')"
    )
    assert (quote[start - quote_start : end - quote_start], sha) == (text, SEED)
    assert title
    assert ask(f"select * from {call}('nothing')") == []


def test_a_query_that_runs_away_is_stopped(published):
    with pytest.raises(ZhanbiError, match="stopped after 1 s"):
        print_query(published, "select count(*) from range(1000000000000)", "table", seconds=1)


def test_a_query_that_needs_too_much_memory_is_told_so(published):
    with pytest.raises(ZhanbiError, match="more than the 2GB"):
        print_query(published, "select list(range) from range(10000000000)", "csv")


def test_more_columns_than_can_be_read_side_by_side_stand_below_one_another(published, capsys):
    columns = ", ".join(f"{n} as a_column_with_a_long_name_{n}" for n in range(20))
    print_query(published, f"select {columns} from range(2)", "table")
    lines = [line.replace(" ", "").strip("│") for line in capsys.readouterr().out.splitlines()]
    assert lines.count("a_column_with_a_long_name_19│19") == 2
    assert [line for line in lines if line.isdigit()] == ["1", "2"]
    print_query(published, f"select {columns} from range(0)", "table")
    assert "a_column_with_a_long_name_19" in capsys.readouterr().out


def test_rows_are_printed_as_they_come_and_the_table_says_where_it_ends(published, capsys):
    print_query(published, "select range as n from range(600)", "table")
    shown = capsys.readouterr()
    assert "│ 499 │" in shown.out and "│ 500 │" not in shown.out
    assert "first 500 rows" in shown.err
    print_query(published, "select range as n from range(2500)", "csv")
    assert capsys.readouterr().out.splitlines() == ["n", *map(str, range(2500))]


def test_what_a_cell_does_to_a_terminal_is_shown_not_done(published, capsys):
    print_query(published, "select '[red]' || chr(27) || '[2J' || chr(8238) || '区' as \"[bold]\"", "table")
    shown = capsys.readouterr().out
    assert r"[red]\u001b[2J\u202e区" in shown and "[bold]" in shown
    with pytest.raises(UsageError, match="does not exist"):
        print_query(published, "select * from published", "table")  # a name of this program is no table


def test_json_is_one_object_a_line(home):
    done = subprocess.run(
        [BIN / "zhanbi", "sql", "--json", "select 1.50 as 数, date '2023-06-30' as 日 union all select 2, null"],
        capture_output=True, text=True, env=home, timeout=60,
    )  # fmt: skip
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {"数": 1.5, "日": "2023-06-30"},
        {"数": 2, "日": None},
    ]


@pytest.mark.parametrize(
    "line",
    [
        ".shell echo escaped",
        ".output {}/leak",
        ".once {}/leak",
        ".log {}/leak",
        ".import /etc/passwd stolen",
        ".read /etc/passwd",
        ".open {}/leak",
        ".safe_mode off",
        "copy (select 1) to '{}/leak';",
        "attach '{}/leak';",
        "select * from read_text('/etc/passwd');",
        "select getenv('ZHANBI_SECRET_OF_OURS');",
        "set enable_external_access = true; select * from read_text('/etc/passwd');",
        "set memory_limit = '64GB';",
        "load httpfs;",
        "create table t as select 1;",
    ],
)
def test_the_shell_is_locked_down_too(home, tmp_path, line):
    command = line.format(tmp_path)
    done = subprocess.run(
        [BIN / "zhanbi", "shell"], input=f"{command}\nselect 40 + 2 as answer;\n",
        capture_output=True, text=True, env=home, timeout=60,
    )  # fmt: skip
    assert re.search("safe mode|-safe|disabled|locked|read-only", done.stdout + done.stderr), done.stdout + done.stderr
    assert not (tmp_path / "leak").exists()
    for secret in ("root:", "do not tell", "escaped\n"):
        assert secret not in done.stdout + done.stderr


def test_the_shell_answers(home):
    done = subprocess.run(
        [BIN / "zhanbi", "shell"], input="select count(*) > 0 as 有 from observations;\n",
        capture_output=True, text=True, env=home, timeout=60,
    )  # fmt: skip
    assert "true" in done.stdout, done.stderr
