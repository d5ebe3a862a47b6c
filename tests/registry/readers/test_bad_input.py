"""What arrives broken: each fault once, and what is said about it."""

import gzip
import threading

import pytest

from flows.registry.readers import delimited, encoded
from schemas.errors import Refused
from tests.registry.registers import HEADER, LIST, ROWS, reasons, table


def lines(count: int) -> bytes:
    return table(
        [[f"样例{number}有限公司", "2022-12-01"] for number in range(count)], ["企业名称", "发证日期"]
    ).encode()


def test_nul_bytes_refuse_their_row_alone(judge):
    content = lines(30).replace("样例7".encode(), "样\x00例7".encode())
    judged = judge(content, metadata=LIST)
    assert reasons(judged) == {8: ["characters_damaged"]}
    assert judged.good.height == 29


def test_damage_in_a_later_block_is_seen_though_the_first_was_sound(judge, monkeypatch):
    monkeypatch.setattr(encoded, "BLOCK", 256)
    monkeypatch.setattr(delimited, "LONGEST_ROW", 1024)
    damaged = lines(200).replace("样例150有".encode(), b"\xff\xfe\xe6")
    judged = judge(damaged, metadata=LIST)
    assert judged.rows_read == 200 and "characters_damaged" in reasons(judged)[151]
    assert len(reasons(judged)) == 1


@pytest.mark.parametrize("block", [64, 65, 66, 67, 97])
def test_characters_cut_by_the_end_of_a_block_stay_whole(judge, monkeypatch, block):
    monkeypatch.setattr(encoded, "BLOCK", block)
    monkeypatch.setattr(delimited, "LONGEST_ROW", 512)
    rows = [[f"样例㛃{number}𠀀有限公司", "2022-12-01"] for number in range(50)]
    content = table(rows, ["企业名称", "发证日期"])
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        judged = judge(content.encode(encoding), metadata=LIST)
        assert judged.good["name"].to_list() == [row[0] for row in rows], encoding


def test_two_encodings_in_one_file_refuse_the_rows_of_the_lesser(judge):
    whole = lines(100).splitlines(keepends=True)
    whole[60] = whole[60].decode().encode("gb18030")
    judged = judge(b"".join(whole), metadata=LIST)
    assert set(reasons(judged)) == {60} and judged.good.height == 99


def test_half_a_file_in_another_encoding_is_refused_whole(judge):
    whole = lines(100).splitlines(keepends=True)
    whole[60:] = [line.decode().encode("gb18030") for line in whole[60:]]
    with pytest.raises(Refused, match=r"41 of 100 rows \(41\.0%\) would be refused.*characters_damaged"):
        judge(b"".join(whole), metadata=LIST)


def test_a_line_beyond_the_limit_in_the_middle_is_refused(judge, monkeypatch):
    monkeypatch.setattr(encoded, "BLOCK", 1_000)
    monkeypatch.setattr(delimited, "LONGEST_ROW", 2_000)
    long = lines(10) + ("样" * 5_000 + ",2022-12-01\n").encode() + lines(10)
    with pytest.raises(Refused, match="no row may be longer"):
        judge(long, metadata=LIST)


def test_a_gzip_bomb_of_one_line_is_refused_within_bounds(judge, monkeypatch):
    monkeypatch.setattr(encoded, "BLOCK", 1 << 16)
    monkeypatch.setattr(encoded, "SAMPLE", 1 << 16)
    monkeypatch.setattr(delimited, "LONGEST_ROW", 1 << 17)
    bomb = gzip.compress(lines(3) + b"x" * (64 << 20))
    assert len(bomb) < 100_000
    with pytest.raises(Refused, match="no row may be longer"):
        judge(bomb, "bomb.csv.gz", LIST)


def test_a_gzip_bomb_of_many_rows_is_refused_within_bounds(judge, monkeypatch):
    monkeypatch.setattr(encoded, "BLOCK", 1 << 20)
    bomb = gzip.compress(lines(3) + "样例有限公司,2022-12-01\n".encode() * 1_000_000)
    with pytest.raises(Refused, match="unpacks to more than 100 times its size"):
        judge(bomb, "bomb.csv.gz", LIST)


def test_a_gz_that_ends_between_two_blocks_is_cut_off(judge):
    whole = gzip.compress(table(ROWS * 2_000).encode())
    with pytest.raises(Refused, match="the gzip stream has no end"):
        judge(whole[: len(whole) * 2 // 3], "a.csv.gz")


def test_an_error_page_under_a_csv_name_is_refused(judge):
    for page in (b"<html><head><title>404</title>", b"  <?xml version='1.0'?><Error/>", b"\xef\xbb\xbf<!DOCTYPE html>"):
        with pytest.raises(Refused, match="HTML or XML page"):
            judge(page, "list.csv", LIST)


def test_a_stray_quote_at_the_end_of_a_large_file_loses_nothing_in_silence(judge):
    whole = table(ROWS * 1, HEADER).splitlines()
    whole[2] = whole[2].replace("样例二便利店", '"样例二便利店')
    with pytest.raises(Refused, match="swallows"):
        judge("\n".join(whole) + "\n")


def drawn_in_small_blocks(monkeypatch, path):
    """The batches; how many blocks were read so far; whether anyone ever waited in vain for room."""
    read_block, blocks, in_vain = encoded.Utf8Stream._next, [], []

    class Room(threading.Semaphore):
        def acquire(self, blocking=True, timeout=None):
            found = super().acquire(blocking, timeout)
            in_vain.extend([] if found else [timeout])
            return found

    monkeypatch.setattr(encoded, "BLOCK", 1 << 10)
    monkeypatch.setattr(encoded.threading, "Semaphore", Room)
    monkeypatch.setattr(encoded.Utf8Stream, "_next", lambda stream: blocks.append(1) or read_block(stream))
    return delimited.read(path, lambda name: False)[1], blocks, in_vain


def test_no_more_is_read_ahead_than_is_soon_wanted(tmp_path, monkeypatch):
    path = tmp_path / "list.csv"
    path.write_bytes(lines(5_000))
    batches, blocks, _ = drawn_in_small_blocks(monkeypatch, path)
    assert all(len(blocks) <= drawn + 4 for drawn, _ in zip(range(1, 20), batches, strict=False))
    batches.close()
    assert len(blocks) < 30


def test_blocks_of_nothing_but_ragged_rows_hold_up_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(encoded, "_LONGEST_WAIT", 1)
    path = tmp_path / "list.csv"
    header, *rows = lines(500).splitlines(keepends=True)
    path.write_bytes(header + b"".join(b"x," + line for line in rows))
    batches, blocks, in_vain = drawn_in_small_blocks(monkeypatch, path)
    assert sum(len(batch.ragged) for batch in batches) == 500
    assert len(blocks) > 10 and not in_vain
