"""Source profiles: unambiguous, and complete for what the tables need."""

import shutil
from collections import Counter
from datetime import date

import pytest

from schemas import profiles
from schemas.errors import Refused, UsageError
from schemas.market_entities import ENTITY_TYPES, STATUSES
from schemas.profiles import FOLDER, KindProfile, completed, profile

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


@pytest.mark.parametrize(
    "content",
    [
        "max_refused_share: many",
        "{",
        "unknown_key: 1",
        "like: default\narea: 140000",  # a number; 010000 would lose its nought
        "like: default\nas_of: '(\\d{4}'",
        "like: default\nas_of: '(\\d{8})'",
    ],
)
def test_a_wrong_profile_names_its_file(folder, content):
    shutil.copy(FOLDER / "default.yml", folder)
    (folder / "taiyuan.yml").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=r"schemas/profiles/taiyuan\.yml"):
        profile("taiyuan")


@pytest.fixture
def taiyuan(folder):
    shutil.copy(FOLDER / "default.yml", folder)
    content = "like: default\narea: '140100'\nas_of: '(\\d{4})[-年]?(\\d\\d?)[-月]?(\\d\\d?)'\n"
    (folder / "taiyuan.yml").write_text(content, encoding="utf-8")
    return {"kind": "market_entities", "profile": "taiyuan"}


@pytest.mark.parametrize("name", ["a_20230630.csv", "截至2023年6月30日.xlsx", "20230630/20230630.csv.gz"])
def test_area_and_day_come_from_the_profile_where_they_are_not_stated(taiyuan, name):
    assert completed(taiyuan, name) == taiyuan | {"area": "140100", "as_of": date(2023, 6, 30)}
    assert completed(taiyuan | {"area": None, "as_of": None}, name) == completed(taiyuan, name)


def test_a_stated_day_goes_before_the_name_of_the_file(taiyuan):
    stated = taiyuan | {"area": "140100", "as_of": date(2023, 5, 31)}
    assert completed(stated, "a_20230630.csv") == stated
    assert completed(stated, "a.csv") == stated


def test_the_usual_profile_tells_neither():
    assert completed({"kind": "market_entities"}, "a_20230630.csv") == {"kind": "market_entities"}


def test_another_area_than_the_profile_says_is_refused_with_both(taiyuan):
    with pytest.raises(Refused, match=r"^a_20230630\.csv: stated is area 140000, but profile 'taiyuan' is of 140100"):
        completed(taiyuan | {"area": "140000"}, "a_20230630.csv")


@pytest.mark.parametrize(
    ("name", "found"),
    [("a.csv", "none"), ("a_20231330.csv", "2023-13-30"), ("20230630_20230731.csv", "2023-06-30, 2023-07-31")],
)
def test_a_name_without_one_day_is_refused_and_none_is_guessed(taiyuan, name, found):
    with pytest.raises(Refused, match=rf"must tell one day.*found: {found} /"):
        completed(taiyuan, name)


@pytest.mark.parametrize("name", [5, ["taiyuan"]])
def test_a_name_of_a_profile_that_is_no_text_is_left_to_the_metadata(name):
    assert completed({"profile": name}, "a.csv") == {"profile": name}
