"""Page numbers and running heads go; half a figure at the foot of a page stays."""

import pytest

from flows.bulletins.readers.running_heads import without_running_heads


def test_page_numbers_and_heads_go_and_are_named() -> None:
    pages = [
        ["2023年统计公报", f"正文{name}", "10" if name == "乙" else f"续{name}", str(at)]
        for at, name in enumerate("甲乙丙丁", 3)
    ]
    kept, left_out = without_running_heads(pages)
    assert kept == [["正文甲", "续甲"], ["正文乙", "10"], ["正文丙", "续丙"], ["正文丁", "续丁"]]
    assert left_out == ("2023年统计公报", "3")


@pytest.mark.parametrize("line", ["— 3 —", "-3-", "第3页", "第 3 页 共 12 页", "第3页，共12页"])
def test_what_can_only_be_a_page_number_goes_from_a_single_page(line: str) -> None:
    assert without_running_heads([["正文", line]])[0] == [["正文"]]


@pytest.mark.parametrize("line", ["3", "10", "397.86", "-6.4", "第3位", "亿元；"])
def test_what_may_be_half_a_figure_stays(line: str) -> None:
    pages = [["甲", "乙", line], [line, "丙"], ["丁", "戊"]]
    assert without_running_heads(pages)[0] == pages


def test_the_heading_of_a_table_that_goes_on_stays() -> None:
    pages = [["指标\t亿元", f"产值\t{at}7.5"] for at in range(5)]
    assert without_running_heads(pages)[0] == pages


def test_equal_lines_inside_the_pages_stay() -> None:
    pages = [[f"{name}一", f"{name}二", "其中：", f"{name}三", f"{name}四"] for name in "甲乙丙丁"]
    assert without_running_heads(pages)[0] == pages
