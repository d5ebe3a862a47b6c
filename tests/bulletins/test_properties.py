"""Whatever the text: no exception, true spans in order, and a cost that grows with the length and no faster."""

import datetime
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.bulletins.reading import Context, read

CONTEXT = Context(area="某市", published_on=datetime.date(2025, 3, 1))
PIECES = st.sampled_from(
    "全市 全省 增加值 12.5 亿元 增长 % 下降 占 的 比重为 、 ， 。 ； （ ） “ ” 其中 分别 由 到 至 1-6月 2025年 年末 比上年 个百分点 家 企业 第 位 \n \t ： 3:4:5 "
    "1,040 20,54 六 两倍 超 约 以上 左右 力争 预计 -0.5 ‰ 万 亿 0 99999999999999999999999 [1] ① ▲ 拉动 表1 指标 单位 项目 \ud800 \x00".split(
        " "
    )
)


def check(text: str) -> None:
    last = 0
    for one in read(text, CONTEXT, document_id="0" * 64):
        assert text[one.span_start : one.span_end] == one.value_text
        assert last <= one.span_start < one.span_end
        assert one.value_low <= one.value <= one.value_high
        assert 0 <= one.confidence <= 1
        last = one.span_end


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_words(text: str) -> None:
    check(text)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "piece",
    [
        "全市地区生产总值12.5亿元，增长3.5%，",
        "甲、",
        "（",
        "1",
        "“",
        "一",
        "由",
        "增长",
        "占全省的",
        "其中",
        "1、",
        "12:",
        "5亿元、",
        "比上年",
        "\n指标\n1\n",
        "1\t2\n",
        "前12个月",
    ],
)
def test_cost_is_linear(piece: str) -> None:
    """Eight times the text may take at most sixteen times as long, on one line without a full stop."""

    def cost(length: int) -> float:
        text = piece * (length // len(piece))
        started = time.process_time()
        read(text, CONTEXT, document_id="0" * 64)
        return time.process_time() - started

    cost(2_000)
    small = max(min(cost(8_000) for _ in range(3)), 0.005)
    assert cost(64_000) < 16 * small + 0.2


@pytest.mark.slow
def test_a_line_of_a_million_characters() -> None:
    text = "全市地区生产总值12.5亿元，增长3.5%，" * 45_000
    started = time.process_time()
    assert len(read(text, CONTEXT, document_id="0" * 64)) == 90_000
    assert time.process_time() - started < 60


def test_a_hundred_thousand_digits_are_no_figure() -> None:
    assert read("1" * 100_000 + "亿元", CONTEXT, document_id="0" * 64) == []
