"""From a folder and from an object store into the inbox: whole, once, under the facts of the source."""

import errno
import json
import logging
import os

import boto3
import pytest
import yaml
from moto.server import ThreadedMotoServer

from flows.inbox import received
from flows.sources.bucket import Bucket
from flows.sources.collecting import collect
from flows.sources.declared import Source
from flows.sources.delivery import fit_name
from flows.sources.folder import Folder
from schemas.errors import Refused, Transient

FACTS = {"kind": "bulletin", "publisher": "某管委会", "area": "某区"}


@pytest.fixture
def house(tmp_path):
    """(inbox, collecting function)"""
    inbox = tmp_path / "inbox"

    def run(**place):
        return collect(Source(name="s", title="来源", facts=FACTS, **place), inbox, tmp_path / "known.json")

    return inbox, run


def contents(inbox) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in received(inbox)}


def test_a_folder_is_copied_once_with_its_own_facts_before_the_sources(house, tmp_path):
    inbox, run = house
    share = tmp_path / "share"
    share.mkdir()
    (share / "甲.txt").write_text("甲")
    (share / "甲.txt.yml").write_text("title: 甲\narea: 另一区\n")
    (share / "half.txt.part").write_text("半")
    run(folder=Folder(path=share))
    assert contents(inbox) == {"s-甲.txt": "甲".encode()}
    assert yaml.safe_load((inbox / "s-甲.txt.yml").read_text()) == FACTS | {"title": "甲", "area": "另一区"}
    assert (share / "甲.txt").exists()
    assert run(folder=Folder(path=share)) == ([], [])
    (share / "甲.txt").write_text("甲乙")
    came, _ = run(folder=Folder(path=share))
    assert [path.name for path in came] == ["s-甲.txt"]


def test_a_share_that_is_gone_says_so(house, tmp_path):
    with pytest.raises(Transient, match="share mounted"):
        house[1](folder=Folder(path=tmp_path / "gone"))


def test_a_file_that_cannot_be_taken_holds_up_none_of_the_others(house, tmp_path, monkeypatch):
    share = tmp_path / "share"
    share.mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        (share / name).write_text(name)
    (share / "a.txt.yml").write_text("[")
    opened = type(share).open

    def gone(self, *given, **named):
        if self.name == "b.txt":
            raise OSError(errno.EIO, "Input/output error", str(self))
        return opened(self, *given, **named)

    monkeypatch.setattr(type(share), "open", gone)
    came, failures = house[1](folder=Folder(path=share))
    assert [path.name for path in came] == ["s-c.txt"]
    assert [str(failure)[:24] for failure in failures] == ["a.txt.yml: not readable ", "b.txt: Input/output erro"]
    monkeypatch.undo()
    assert [path.name for path in house[1](folder=Folder(path=share))[0]] == ["s-b.txt"]


def test_what_another_source_brought_meanwhile_is_not_forgotten(house, tmp_path, monkeypatch):
    _, run = house
    (tmp_path / "share").mkdir()
    (tmp_path / "share" / "甲.txt").write_text("甲")
    fetch = Folder.fetch

    def meanwhile(self, known):
        (tmp_path / "known.json").write_text(json.dumps({"other": {"乙.txt": "stamp"}}))
        return fetch(self, known)

    monkeypatch.setattr(Folder, "fetch", meanwhile)
    run(folder=Folder(path=tmp_path / "share"))
    known = json.loads((tmp_path / "known.json").read_text())
    assert (known["other"], list(known["s"])) == ({"乙.txt": "stamp"}, ["甲.txt"])


def test_what_is_too_large_leaves_nothing_behind(house, tmp_path):
    inbox, run = house
    (tmp_path / "share").mkdir()
    (tmp_path / "share" / "big.txt").write_bytes(b"x" * 1000)
    came, (refusal,) = run(folder=Folder(path=tmp_path / "share", most_bytes=10))
    assert (came, list(inbox.iterdir())) == ([], [])
    assert "larger than 10" in str(refusal)


@pytest.mark.parametrize(
    ("name", "fit"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        (".hidden", "hidden"),
        ("a\nb.txt", "a_b.txt"),
        ("甲" * 200 + ".txt", None),
    ],
)
def test_a_name_stays_in_the_inbox(name, fit):
    found = fit_name(name)
    assert found == fit or (fit is None and found.endswith(".txt") and len(found) <= 120)


@pytest.mark.parametrize("name", ["", "..", "a.yml"])
def test_a_name_that_cannot_be_mended_is_refused(name):
    with pytest.raises(Refused):
        fit_name(name)


@pytest.fixture(scope="module")
def store():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server.start()
    host, port = server.get_host_and_port()
    before = dict(os.environ)
    os.environ |= {"AWS_ACCESS_KEY_ID": "K3Y", "AWS_SECRET_ACCESS_KEY": "s3cret", "AWS_REGION": "us-east-1"}
    client = boto3.client("s3", endpoint_url=f"http://{host}:{port}", region_name="us-east-1")
    client.create_bucket(Bucket="zone")
    yield f"http://{host}:{port}", client
    server.stop()
    os.environ.clear()
    os.environ.update(before)


def test_a_prefix_of_an_object_store_comes_once_until_it_changes(house, store):
    endpoint, client = store
    inbox, run = house
    client.put_object(Bucket="zone", Key="out/2023/甲.txt", Body="甲".encode())
    client.put_object(Bucket="zone", Key="out/2023/甲.txt.yml", Body="title: 甲\n".encode())
    client.put_object(Bucket="zone", Key="other/乙.txt", Body="乙".encode())
    place = Bucket(url="s3://zone/out", endpoint=endpoint)
    run(bucket=place)
    assert contents(inbox) == {"s-2023_甲.txt": "甲".encode()}
    assert yaml.safe_load((inbox / "s-2023_甲.txt.yml").read_text()) == FACTS | {"title": "甲"}
    assert run(bucket=place) == ([], [])
    client.put_object(Bucket="zone", Key="out/2023/甲.txt.yml", Body="title: 乙\n".encode())
    run(bucket=place)
    assert yaml.safe_load((inbox / "s-2023_甲.txt.yml").read_text())["title"] == "乙"


def test_a_store_that_is_not_there_is_told_without_its_keys(house, store):
    with pytest.raises(Transient, match="s3://nowhere") as failure:
        house[1](bucket=Bucket(url="s3://nowhere/x", endpoint=store[0]))
    assert "s3cret" not in str(failure.value)
