"""Pushes as a sender makes them; each bad request once."""

import base64
import json

import pytest
import yaml
from starlette.testclient import TestClient

from flows.serving import pushes
from flows.serving.pages import app
from flows.settings import Settings

SOURCES = "- {name: zgq, title: 某区, facts: {kind: bulletin, publisher: 某管委会, area: 某区, province: 某省}}\n"
TOKEN = {"Authorization": "Bearer t0ken"}
BINARY = {
    "ce-specversion": "1.0",
    "ce-id": "1",
    "ce-source": "zgq",
    "ce-type": "zhanbi.file.pushed",
    "ce-subject": "%E7%94%B2.txt",
    "ce-title": "%E7%AE%80%E6%8A%A5",
    "ce-publishedon": "2023-08-01",
    "content-type": "text/plain",
}
EVENT = {"specversion": "1.0", "id": "1", "source": "zgq", "type": "zhanbi.file.pushed", "subject": "甲.txt"}
STRUCTURED = {"content-type": "application/cloudevents+json"}


@pytest.fixture
def desk(tmp_path):
    """(client, inbox)"""
    settings = Settings(data=tmp_path, push_token="t0ken")
    settings.inbox.mkdir()
    settings.sources.write_text(SOURCES, encoding="utf-8")
    return TestClient(app(settings), base_url="http://127.0.0.1"), settings.inbox


def test_binary_mode_puts_the_file_and_its_facts_into_the_inbox(desk):
    client, inbox = desk
    answer = client.post("/push", content="甲".encode(), headers=BINARY | TOKEN)
    assert (answer.status_code, answer.json()) == (202, {"file": "zgq-甲.txt"})
    assert (inbox / "zgq-甲.txt").read_text() == "甲"
    facts = yaml.safe_load((inbox / "zgq-甲.txt.yml").read_text())
    assert facts == {
        "kind": "bulletin",
        "publisher": "某管委会",
        "area": "某区",
        "province": "某省",
        "title": "简报",
        "published_on": "2023-08-01",
    }
    assert len(list(inbox.iterdir())) == 2


@pytest.mark.parametrize("data", [{"data": "甲"}, {"data_base64": base64.b64encode("甲".encode()).decode()}])
def test_structured_mode_does_the_same(desk, data):
    client, inbox = desk
    answer = client.post("/push", content=json.dumps(EVENT | data), headers=STRUCTURED | TOKEN)
    assert answer.status_code == 202
    assert (inbox / "zgq-甲.txt").read_text() == "甲"


@pytest.mark.parametrize(
    "given", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer tök"}, {"Authorization": "t0ken"}]
)
def test_without_the_token_nothing_is_taken(desk, given):
    client, inbox = desk
    headers = {name: value.encode() for name, value in (BINARY | given).items()}
    assert client.post("/push", content=b"x", headers=headers).status_code == 401
    assert list(inbox.iterdir()) == []


@pytest.mark.parametrize(
    ("headers", "content"),
    [
        ({"ce-source": "unknown"}, b"x"),
        ({"ce-specversion": "0.3"}, b"x"),
        ({"ce-subject": ""}, b"x"),
        (STRUCTURED, b"{"),
        (STRUCTURED, b"[]"),
        (STRUCTURED, b"[" * 100_000),
        (STRUCTURED, json.dumps(EVENT | {"data": {"no": "text"}}).encode()),
        (STRUCTURED, json.dumps(EVENT | {"data_base64": "*"}).encode()),
    ],
)
def test_what_is_no_event_of_ours_is_turned_away(desk, headers, content):
    client, inbox = desk
    answer = client.post("/push", content=content, headers=BINARY | headers | TOKEN)
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]
    assert list(inbox.iterdir()) == []


def test_a_name_cannot_leave_the_inbox(desk):
    client, inbox = desk
    client.post("/push", content=b"x", headers=BINARY | TOKEN | {"ce-subject": "../../evil.txt"})
    assert sorted(path.name for path in inbox.iterdir()) == ["zgq-.._.._evil.txt", "zgq-.._.._evil.txt.yml"]


def test_what_is_too_large_is_turned_away_and_leaves_nothing(desk, monkeypatch):
    client, inbox = desk
    monkeypatch.setattr(pushes, "MOST_BYTES", 10)
    assert client.post("/push", content=b"x" * 11, headers=BINARY | TOKEN).status_code == 413
    assert client.post("/push", content=b"x" * 200_000, headers=BINARY | TOKEN).status_code == 413
    assert list(inbox.iterdir()) == []


def test_without_a_token_in_the_settings_there_is_no_such_address(tmp_path):
    client = TestClient(app(Settings(data=tmp_path)), base_url="http://127.0.0.1")
    assert client.post("/push", content=b"x", headers=BINARY).status_code in (404, 405)
