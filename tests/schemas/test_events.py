import jsonschema
import msgspec
import pytest

from schemas.events import EVENTS, PAGE, FileReceived, page, schema_of


def test_the_page_says_what_the_code_says():
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m schemas.events"


def test_names_are_a_subject_and_what_became_of_it():
    assert [event.name.split(".")[0] for event in EVENTS] == ["zhanbi"] * 7
    assert {event.name.removeprefix("zhanbi.") for event in EVENTS} == {
        *("file.received", "bulletin.landed", "extract.landed", "snapshot.published"),
        *("input.refused", "claim.disagrees", "publication.overdue"),
    }


def test_a_payload_is_what_its_schema_says():
    schema = schema_of(FileReceived)
    payload = msgspec.to_builtins(FileReceived(source="inbox", count=2, file_names=["甲.txt", "乙.txt"]))
    jsonschema.validate(payload, schema)
    with pytest.raises(jsonschema.ValidationError, match="count"):
        jsonschema.validate({"source": "inbox", "file_names": []}, schema)
