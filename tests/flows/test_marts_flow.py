"""The order of the marts flow, with its steps replaced: nothing is published that the checkpoint refused."""

import pytest

from flows import nightly
from schemas.errors import ZhanbiError


@pytest.fixture
def steps(monkeypatch) -> list[str]:
    done: list[str] = []
    for name in ("build_marts", "check_marts", "publish_snapshot", "share_rows", "create_table_artifact"):
        monkeypatch.setattr(nightly, name, lambda *args, name=name, **kwargs: done.append(name))
    return done


def test_marts_are_checked_between_build_and_publish(steps):
    nightly.refresh_marts.fn()
    assert steps[:3] == ["build_marts", "check_marts", "publish_snapshot"]


def test_what_the_checkpoint_refuses_is_not_published(steps, monkeypatch):
    def refuse() -> None:
        raise ZhanbiError("observations: too few figures")

    monkeypatch.setattr(nightly, "check_marts", refuse)
    with pytest.raises(ZhanbiError):
        nightly.refresh_marts.fn()
    assert steps == ["build_marts"]
