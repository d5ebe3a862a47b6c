"""Each thing once, until it changes."""

import logging

import pytest

from flows.alerts import Alert, digest, tell
from flows.alerts.channels import NotSent

KINDS = ("input.refused", "publication.overdue")


def refused(name: str, what: str = "缺少元数据文件") -> Alert:
    return Alert(kind="input.refused", about=name, what=what, next_step="补上 .yml")


@pytest.fixture
def told(tmp_path):
    """Tells, and returns what was sent."""
    sent = []

    def telling(*current, kinds=KINDS):
        sent.clear()
        tell(list(current), kinds, tmp_path / "alerts.json", [sent.append])
        return [message.text for message in sent]

    return telling


def test_a_thing_is_told_once_and_again_when_it_changed_or_came_back(told):
    assert len(told(refused("a.txt"))) == 1
    assert told(refused("a.txt")) == []
    assert "空文件" in told(refused("a.txt", "空文件"))[0]
    assert told() == []
    assert len(told(refused("a.txt", "空文件"))) == 1


def test_what_is_new_comes_in_one_message_without_what_is_known(told):
    told(refused("a.txt"))
    (message,) = told(refused("a.txt"), refused("b.txt"), refused("c.txt"))
    assert "a.txt" not in message
    assert "b.txt" in message
    assert "c.txt" in message
    assert "补上 .yml" in message


def test_other_kinds_are_left_as_they_are(told):
    told(refused("a.txt"))
    failed = Alert(kind="night.failed", about="nightly", what="dbt", next_step="…")
    assert len(told(failed, kinds=("night.failed",))) == 1
    assert told(refused("a.txt")) == []


def test_what_could_not_be_sent_is_sent_the_next_time_and_the_failure_is_logged(tmp_path, caplog):
    def broken(_message):
        raise NotSent("E-mail over mail:25 failed.")

    sent = []
    tell([refused("a.txt")], KINDS, tmp_path / "alerts.json", [broken])
    assert "E-mail over mail:25 failed" in caplog.text
    tell([refused("a.txt")], KINDS, tmp_path / "alerts.json", [sent.append])
    assert len(sent) == 1


def test_without_channels_it_is_logged_once(tmp_path, caplog):
    caplog.set_level(logging.WARNING)
    for _ in range(2):
        tell([refused("a.txt")], KINDS, tmp_path / "alerts.json", [])
    assert caplog.text.count("a.txt") == 1


def test_a_damaged_ledger_costs_one_more_telling(tmp_path):
    ledger, sent = tmp_path / "alerts.json", []
    ledger.write_text("{", encoding="utf-8")
    tell([refused("a.txt")], KINDS, ledger, [sent.append])
    tell([refused("a.txt")], KINDS, ledger, [sent.append])
    assert len(sent) == 1


def test_a_flood_is_told_by_its_number():
    message = digest([refused(f"{n}.txt") for n in range(500)])
    assert "500" in message.title
    assert "480" in message.text
    assert message.text.count("缺少元数据文件") == 20
