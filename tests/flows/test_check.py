"""Each thing that can be wrong, made wrong."""

import json
import os
import re
import shutil
import socket
import threading
import time
from collections import namedtuple
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pydantic import Field, SecretStr

from flows import settings
from flows.commands import check
from flows.warehouse.connection import writer
from schemas import profiles
from schemas.errors import UsageError
from tests import sail
from tests.flows.test_cli import zhanbi


@pytest.fixture
def found(tmp_path, monkeypatch):
    """Look at a data folder of one's own, as an environment with these variables has it; about -> finding."""
    for name in ("PREFECT_API_URL", "PREFECT_SERVER_DATABASE_CONNECTION_URL"):
        monkeypatch.delenv(name, raising=False)
    for name in ("ZHANBI_SERVER_PORT", "ZHANBI_PAGES_PORT"):
        monkeypatch.setenv(name, "0")  # any that is free

    def look(**variables: str) -> dict[str, check.Finding]:
        for name, value in {"ZHANBI_DATA": str(tmp_path / "data"), **variables}.items():
            monkeypatch.setenv(name, value)
        return {each.about.split()[0]: each for each in check.findings()}

    return look


@pytest.fixture
def warehouse(tmp_path) -> Path:
    path = tmp_path / "data" / "zhanbi.duckdb"
    with writer(path):
        pass
    return path


def wrong(findings: dict[str, check.Finding]) -> list[str]:
    assert all(each.next_step for each in findings.values() if not each.ok)
    return [about for about, each in findings.items() if not each.ok]


def test_a_new_house_and_a_used_one_are_well(found, warehouse):
    assert wrong(found()) == []
    assert "layout" in found()["warehouse"].message


def test_settings_that_are_wrong_or_are_none(found):
    findings = found(ZHANBI_LOCK_WAIT_SECONDS="long")
    assert wrong(findings) == ["settings"] and "ZHANBI_LOCK_WAIT_SECONDS='long'" in findings["settings"].message
    findings = found(ZHANBI_LOCK_WAIT_SECONDS="1", ZHANBI_INBOXX="x")
    assert wrong(findings) == ["settings"] and "ZHANBI_INBOXX" in findings["settings"].message


def test_a_folder_that_cannot_be_made(found, tmp_path):
    (tmp_path / "file").touch()
    assert "folders" in wrong(found(ZHANBI_DATA=str(tmp_path / "file" / "data")))


def test_a_full_disk(found, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage(1, 1, 5 << 20))
    findings = found()
    assert wrong(findings) == ["disk"] and "5 MB free" in findings["disk"].message


def test_a_damaged_warehouse_and_a_newer_one(found, warehouse):
    with writer(warehouse) as connection:
        connection.execute("insert into raw.layouts values (9999, 'x', 'x', now())")
    assert "Upgrade" in found()["warehouse"].next_step
    warehouse.write_bytes(b"torn" * 5000)
    assert wrong(found()) == ["warehouse"]


def test_a_damaged_snapshot(found, tmp_path):
    path = tmp_path / "data" / "published" / "zhanbi.duckdb"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"torn")
    assert wrong(found()) == ["snapshot"]


def test_a_profile_that_cannot_be_read(found, monkeypatch, tmp_path):
    (tmp_path / "odd.yml").write_text("columns: 7", encoding="utf-8")
    monkeypatch.setattr(profiles, "FOLDER", tmp_path)
    assert wrong(found()) == ["source"]


def test_files_from_the_future_mean_that_the_clock_was_set_back(found, warehouse):
    assert wrong(found()) == []
    later = time.time() + 3600
    os.utime(warehouse, (later, later))
    findings = found()
    assert wrong(findings) == ["clock"]
    assert re.search(r"zhanbi.duckdb was written (1:00:00|0:59:\d\d) later", findings["clock"].message)


class Server(BaseHTTPRequestHandler):
    """A server that is well, whose clock may be an hour slow."""

    slow = 0

    def do_GET(self) -> None:
        self.send_response_only(200 if self.path == "/api/health" else 404)
        self.send_header("Date", self.date_time_string(time.time() - self.slow))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize(("slow", "expected"), [(0, []), (3600, ["server's"])])
def test_a_server_and_its_clock(found, monkeypatch, slow, expected):
    monkeypatch.setattr(Server, "slow", slow)
    server = HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    assert wrong(found(PREFECT_API_URL=f"http://127.0.0.1:{server.server_port}/api")) == expected
    server.shutdown()
    server.server_close()


def test_servers_that_do_not_answer_and_no_password_is_shown(found):
    findings = found(
        PREFECT_API_URL="http://127.0.0.1:1/api",
        PREFECT_SERVER_DATABASE_CONNECTION_URL="postgresql+asyncpg://zhanbi:hidden@127.0.0.1:1/prefect",
    )
    assert wrong(findings) == ["Prefect", "PostgreSQL"]
    assert "hidden" not in str(findings) and "127.0.0.1:1/prefect" in findings["PostgreSQL"].message


@pytest.mark.parametrize("name", ["ZHANBI_SERVER_PORT", "ZHANBI_PAGES_PORT"])
def test_a_port_that_is_taken(found, name):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        findings = found(**{name: str(port)})
        assert wrong(findings) == ["ports"] and f"127.0.0.1:{port}" in findings["ports"].message
        assert f"sport = :{port}" in findings["ports"].next_step and name in findings["ports"].next_step


SHARE = "- {name: s, title: 某区, facts: {kind: bulletin}, folder: {path: %s}}\n"


@pytest.mark.parametrize(
    ("declared", "words"),
    [
        ("- [", "sources.yml"),
        (SHARE % "/nowhere/share", "share mounted"),
        (
            SHARE.replace("folder: {path: %s}", "web: {lists: ['http://127.0.0.1:1/'], links: '('}"),
            "regular expression",
        ),
        (SHARE.replace("folder: {path: %s}", "web: {lists: ['http://127.0.0.1:1/'], links: x}"), "no public address"),
        (
            SHARE.replace("folder: {path: %s}", "web: {lists: ['http://127.0.0.1:1/'], links: x, allow: [127.0.0.1]}"),
            "ConnectError",
        ),
        (
            SHARE.replace("folder: {path: %s}", "bucket: {url: 's3://zone/x', endpoint: 'http://127.0.0.1:1'}"),
            "s3://zone",
        ),
    ],
)
def test_a_source_that_is_not_there(found, tmp_path, monkeypatch, declared, words):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"):
        monkeypatch.setenv(name, "x")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "sources.yml").write_text(declared, encoding="utf-8")
    findings = found()
    assert wrong(findings) == ["sources"] and words in findings["sources"].message


def test_sources_that_are_there(found, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "sources.yml").write_text(SHARE % tmp_path, encoding="utf-8")
    findings = found()
    assert wrong(findings) == [] and "1 to fetch from" in findings["sources"].message


def test_the_command_says_it_in_its_exit_code_and_as_json(tmp_path):
    free = {"ZHANBI_SERVER_PORT": "0", "ZHANBI_PAGES_PORT": "0"}
    done = zhanbi("check", "--json", data=tmp_path / "data", **free)
    assert done.returncode == 0, done.stdout
    assert {each["about"] for each in json.loads(done.stdout)} >= {"clock 时钟", "time zone 时区"}
    assert not (tmp_path / "data").exists(), "looking has changed something"
    done = zhanbi("check", data=tmp_path / "data", ZHANBI_NONSENSE="1")
    assert done.returncode == 1 and "ZHANBI_NONSENSE" in done.stdout


def test_the_example_file_names_every_setting():
    assert (settings.ROOT / "zhanbi.env.example").read_text(encoding="utf-8") == settings.example()


class WithSecret(settings.Settings):
    password: SecretStr = Field(default=SecretStr("none"), min_length=4, description="x")


def test_secrets_come_from_a_file_and_are_never_shown(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "Settings", WithSecret)
    monkeypatch.setenv("ZHANBI_SECRETS", str(tmp_path))
    (tmp_path / "zhanbi_password").write_text("geheim\n", encoding="utf-8")
    chosen = settings.load()
    assert chosen.password.get_secret_value() == "geheim"
    assert "geheim" not in repr(chosen) and "geheim" not in str(chosen.model_dump())
    monkeypatch.setenv("ZHANBI_PASSWORD", "xyz")
    with pytest.raises(UsageError, match="ZHANBI_PASSWORD=<secret>") as raised:
        settings.load()
    assert "xyz" not in str(raised.value)


def test_an_engine_that_does_not_answer_is_found_out_and_its_token_not_told(found):
    with socket.socket() as engine:
        engine.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{engine.getsockname()[1]}"
        remote = f"sc://{address}/;token=secret-word"
        silent = found(ZHANBI_SPARK_REMOTE=remote)["engine"]
        assert not silent.ok and address in silent.message and "secret-word" not in silent.message


@sail.needed
@pytest.mark.slow
def test_an_engine_that_answers_a_query_is_well(found, tmp_path):
    with sail.sail(tmp_path / "sail.log") as address:
        finding = found(ZHANBI_SPARK_REMOTE=address)["engine"]
    assert finding.ok and address in finding.message
