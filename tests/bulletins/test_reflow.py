"""Torn lines are joined, whole ones are not, and every character keeps its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.bulletins.reflow import normalise, reflow


def texts(text: str) -> list[str]:
    return [flow.text for flow in reflow(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、综合\n全年生产总值100亿元。", ["一、综合", "全年生产总值100亿元。"]),
        ("推进深化改革、\n创新驱动。", ["推进深化改革、创新驱动。"]),
        (
            "锂离子电池隔膜项目二期生产线正在加快建设之中，全年预计产值10\n亿元。",
            ["锂离子电池隔膜项目二期生产线正在加快建设之中，全年预计产值10亿元。"],
        ),
        (
            "围绕“深化改革、创新驱动、扩大对外开放、做好营商环境优\n化”等课题。",
            ["围绕“深化改革、创新驱动、扩大对外开放、做好营商环境优化”等课题。"],
        ),
        ("全年工作完成\n1、公共财政", ["全年工作完成", "1、公共财政"]),
        ("粮食\n933.31\n1.6", ["粮食", "933.31", "1.6"]),
    ],
)
def test_joins_what_was_torn(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_captions_between_the_halves_are_set_aside() -> None:
    text = "锂离子电池隔膜项目二期生产线正在加快建设之中，全年预计产值10\n\n▲建设现场。\n亿元。"
    assert texts(text) == ["锂离子电池隔膜项目二期生产线正在加快建设之中，全年预计产值10亿元。", "▲建设现场。"]


def test_lines_broken_at_one_width_are_joined() -> None:
    whole = "全年全市地区生产总值比上年增长百分之五其中第一产业增加值增长百分之三第二产业增加值增长百分之四" * 4
    wrapped = "\n".join(whole[at : at + 24] for at in range(0, len(whole), 24)) + "。"
    assert texts(wrapped) == [whole + "。"]


@given(st.text(alphabet="全市１２３亿元，。、（）\n 　%％:", max_size=200))
def test_every_character_keeps_its_place(text: str) -> None:
    plain = normalise(text)
    assert len(plain) == len(text)
    for flow in reflow(text):
        for index, char in enumerate(flow.text):
            assert plain[flow.place(index)] == char
