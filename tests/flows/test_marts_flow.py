"""The order of building, with its steps replaced: nothing is published that the checkpoint refused."""

import pytest
from prefect.states import Failed

from flows import marts, nightly
from flows.night import standing
from flows.night.record import Night
from schemas.errors import UsageError, ZhanbiError

STEPS = ("build_marts", "check_marts", "publish_snapshot")


@pytest.fixture
def steps(monkeypatch) -> list[str]:
    done: list[str] = []
    for name in STEPS:
        monkeypatch.setattr(nightly, name, lambda name=name: done.append(name) or ["warned"])
    for name in ("share_rows", "create_table_artifact", "emit"):
        monkeypatch.setattr(nightly, name, lambda *_, **__: [])
    monkeypatch.setattr(standing, "changes", lambda _published: {"revision": 2})
    monkeypatch.setattr(marts, "fingerprint", lambda _settings: "f")
    return done


def test_marts_are_checked_between_build_and_publish(steps):
    night = Night()
    nightly.refresh_marts(night)
    assert steps == list(STEPS)
    assert (night.built, night.warnings, night.changes) == (True, ["warned"], {"revision": 2})
    assert len(night.parts) == len(STEPS)


def test_what_the_checkpoint_refuses_is_not_published(steps, monkeypatch):
    def refuse() -> None:
        raise ZhanbiError("observations: too few figures")

    monkeypatch.setattr(nightly, "check_marts", refuse)
    night = Night()
    with pytest.raises(ZhanbiError):
        nightly.refresh_marts(night)
    assert (steps, night.built) == (["build_marts"], False)


def test_a_lake_that_cannot_be_written_is_told_and_stops_nothing(monkeypatch):
    refused = Failed(data=UsageError("s3://lake/raw: the object store refuses these keys"))
    monkeypatch.setattr(nightly, "write_lake", lambda return_state: refused)
    night = Night()
    nightly.refresh_lake(night)
    assert night.failures == ["lake: s3://lake/raw: the object store refuses these keys"]
