"""Source profiles: unambiguous, and complete for what the tables need."""

from collections import Counter

import pytest

from schemas import profiles
from schemas.errors import Refused, UsageError
from schemas.market_entities import ENTITY_TYPES, STATUSES
from schemas.profiles import KindProfile, profile

KINDS = [profile("default").market_entities, profile("default").recognitions]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(profiles, "FOLDER", tmp_path)
    profile.cache_clear()
    yield tmp_path
    profile.cache_clear()


@pytest.mark.parametrize("kind", KINDS)
def test_no_printed_word_means_two_things(kind: KindProfile):
    headers = Counter(alias for aliases in kind.columns.values() for alias in aliases)
    assert max(headers.values()) == 1
    for values in kind.values.values():
        spellings = Counter(spelling for group in values.values() for spelling in group)
        assert max(spellings.values()) == 1


def test_values_are_those_of_the_code_lists():
    values = profile("default").market_entities.values
    assert set(values["entity_type"]) == set(ENTITY_TYPES)
    assert set(values["status"]) == set(STATUSES)


def test_an_unknown_profile_is_refused_with_the_known_ones(folder):
    (folder / "taiyuan.yml").write_text("", encoding="utf-8")
    with pytest.raises(Refused, match=r"no 'datong' .* Known: taiyuan"):
        profile("datong")


@pytest.mark.parametrize("content", ["max_refused_share: many", "{", "unknown_key: 1"])
def test_a_wrong_profile_names_its_file(folder, content):
    (folder / "taiyuan.yml").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=r"schemas/profiles/taiyuan\.yml"):
        profile("taiyuan")
