import hashlib

from hypothesis import given
from hypothesis import strategies as st

from flows.warehouse.archive import location, store


@given(st.binary(max_size=5000))
def test_what_is_stored_is_byte_for_byte_what_came(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("archive")
    path = folder / "file.txt"
    path.write_bytes(content)
    input_id = store(path, folder / "archive")
    assert input_id == hashlib.sha256(content).hexdigest()
    assert location(folder / "archive", input_id).read_bytes() == content
    store(path, folder / "archive")
    assert len([p for p in (folder / "archive").rglob("*") if p.is_file()]) == 1
