"""The site as a reader meets it: a real browser opens its files, with no network."""

import re
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pypdfium2
import pytest

from tests.browser import needs_browser, violations
from tests.site.snapshot import COHORTS, SEED, ZONE

pytestmark = [needs_browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
KINDS = ("index.html", "bulletins.html", "indicators.html", "audit.html", "search.html?q=1040",
         "indicators/high_tech_firms.html", "areas/149900.html", "bulletins/66666a095f278235.html#fig-2707")  # fmt: skip
BULLETIN = "bulletins/66666a095f278235.html"
READINGS = """
() => [...document.querySelectorAll("a.fig")].map((mark) => ({
    place: mark.id, text: mark.textContent, before: mark.previousSibling ? mark.previousSibling.textContent : "",
}))
"""
LINKS = "() => [...document.querySelectorAll('a[href]')].map((link) => link.href)"
SHOWN = "() => document.getElementById('panel').hidden ? '' : document.querySelector('#panel div').innerText"
IN_VIEW = """
(place) => {
    const mark = document.getElementById(place).getBoundingClientRect();
    return mark.top >= 40 && mark.bottom <= innerHeight && document.getElementById(place).classList.contains("current");
}
"""


def address(site, page: str) -> str:
    path, mark, rest = re.fullmatch(r"([^?#]*)([?#]?)(.*)", page).groups()
    return (site / path).as_uri() + mark + rest


def test_every_link_of_the_pages_leads_to_a_file_and_to_a_place_on_it(site, tab):
    seen = set()
    for page in KINDS:
        tab.page.goto(address(site, page))
        seen |= set(tab.page.evaluate(LINKS))
    assert len(seen) > 900  # every indicator, and every figure's reading
    places = {}
    for link in sorted(seen):
        target, _, fragment = link.partition("#")
        path = Path(url2pathname(urlsplit(target).path))
        places.setdefault(path, set(re.findall(r' id="([^"]+)"', path.read_text(encoding="utf-8"))))
        assert not fragment or fragment in places[path], link


def test_nothing_is_asked_of_a_network_and_nothing_is_complained_of(site, tab):
    for page in KINDS:
        tab.page.goto(address(site, page))
        tab.page.wait_for_load_state("networkidle")
    assert tab.asked and tab.outside == []
    assert tab.complaints == []


@pytest.mark.parametrize("page", KINDS)
@pytest.mark.parametrize(("language", "width"), [("zh", 1280), ("en", 360)])
def test_no_page_breaks_an_accessibility_rule_of_level_a_or_aa_or_runs_off_a_phone(site, tab, page, language, width):
    tab.page.set_viewport_size({"width": width, "height": 800})
    tab.page.goto(address(site, page))
    if language == "en":
        tab.page.click("#language")
    assert tab.page.evaluate("() => document.documentElement.lang") == {"zh": "zh-CN", "en": "en"}[language]
    assert violations(tab.page) == []
    assert tab.page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_the_text_is_the_bulletins_to_the_character_with_each_figure_marked_where_it_stands(site, tab):
    text = SEED.read_text(encoding="utf-8")
    page = tab.open(site / BULLETIN)
    shown = page.evaluate("() => [...document.querySelectorAll('.doc > *')].map((line) => line.textContent)")
    assert shown == [line for line in text.split("\n") if line.strip()]
    marks = page.evaluate(READINGS)
    assert len(marks) == 109
    for mark in marks:
        start = int(mark["place"].removeprefix("fig-"))
        assert text[start : start + len(mark["text"])] == mark["text"]


def test_a_shared_link_to_any_figure_opens_at_its_place_with_its_reading(site, tab):
    page = tab.open(site / BULLETIN)
    places = [(mark["place"], mark["text"]) for mark in page.evaluate(READINGS)]
    for place, text in places:
        page.goto((site / BULLETIN).as_uri() + f"?{place}#{place}")  # another address: the page is loaded anew
        assert page.evaluate(IN_VIEW, place), place
        assert page.evaluate(SHOWN).lstrip().startswith(text), place


def test_a_click_shows_how_a_figure_was_read_and_gives_its_link(site, tab):
    page = tab.open(site / BULLETIN)
    page.click("a.fig >> text='21.2'")
    page.wait_for_selector("#panel .reading")
    assert re.search(r"#fig-\d+$", page.url)
    shown = page.evaluate(SHOWN)
    for words in ("21.2%", "专精特新中小企业", "占比", "占全省", "[21.15%, 21.25%)", "2023年6月末", ZONE, "相符"):
        assert words in shown, words
    page.keyboard.press("Escape")
    assert page.evaluate(SHOWN) == ""
    page.focus("a.fig >> text='1040'")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel >> text='1040家'")


def test_without_scripts_the_readings_stand_below_the_text_and_all_is_chinese(site, chromium):
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto((site / BULLETIN).as_uri())
    assert page.locator("section.reading").count() == 109
    page.click("a.fig >> text='26.6'")
    assert page.locator("section.reading:target").is_visible()
    assert page.locator("text=How each figure was read").is_hidden()
    page.close()


def test_the_start_page_sets_printed_beside_recomputed_and_says_what_is_synthetic(site, tab):
    page = tab.open(site / "index.html")
    text = page.inner_text("main")
    for part, whole, printed, *_ in COHORTS.values():
        for number in (f"{int(part):,}", f"{int(whole):,}", f"{printed}%", f"{100 * int(part) / int(whole):.3f}%"):
            assert number in text, number
    assert "合成样例" in text and "335个（错例）" in text and "2026-11-23 08:00" in text
    assert page.locator("figure svg:visible").count() == 2


def test_the_language_is_remembered_from_page_to_page(site, tab):
    page = tab.open(site / "index.html")
    page.click("#language")
    page.click("text=Indicators")
    assert page.inner_text("h1") == "Indicators"
    page.click("#language")
    assert page.inner_text("h1") == "指标"


def test_in_english_charts_formulas_and_units_are_english_too(site, tab):
    page = tab.open(site / "index.html")
    page.click("#language")
    (share, trend) = page.locator("figure:visible").all_inner_texts()
    assert "Number of high-tech enterprises" in share and "register (synthetic sample)" in share
    assert "Number of high-tech enterprises" in trend
    assert not re.search("[\u4e00-\u9fff]", share)
    tab.open(site / BULLETIN)
    page.click("a.fig >> text='397.86'")
    page.wait_for_selector("#panel >> text='39.786 billion yuan'")
    tab.open(site / "audit.html")
    assert "447 ÷ 2113 = 21.2%" in page.inner_text("main") and "超出" not in page.inner_text("main")


def test_the_search_speaks_the_language_it_is_switched_to(site, tab):
    page = tab.open(site / "search.html")
    page.fill("#query", "share 26.6")
    page.wait_for_selector("#results li")
    assert "高新技术企业" in page.inner_text("#results a")
    page.click("#language")
    assert "Number of high-tech enterprises·Share end of Jun 2023" in page.inner_text("#results a")
    assert page.inner_text("#found") == "1 found"


def test_the_search_finds_indicators_bulletins_and_figures_and_leads_to_the_sentence(site, tab):
    page = tab.open(site / "search.html")
    page.fill("#query", "占比 26.6")
    page.wait_for_selector("#results li")
    page.click("#results a")
    page.wait_for_selector("#panel .reading")
    assert "26.6%" in page.evaluate(SHOWN)
    page.go_back()
    assert page.input_value("#query") == "占比 26.6"
    page.fill("#query", "high-tech")
    page.wait_for_selector("#results a[href='indicators/high_tech_firms.html']")
    page.fill("#query", "没有这样的词")
    page.wait_for_function("() => document.getElementById('found').textContent.includes('0')")


def test_on_paper_the_readings_are_printed_and_the_menus_are_not(site, tab):
    page = tab.open(site / BULLETIN, "#fig-2707")
    page.emulate_media(media="print")
    assert page.is_visible(".readings") and page.is_hidden("header.top") and page.is_hidden("#panel")
    with pypdfium2.PdfDocument(page.pdf(format="A4")) as paper:
        text = [each.get_textpage().get_text_range() for each in paper]
    assert len(text) <= 10  # the text once, then a figure a line
    readings = "".join(text[next(n for n, page in enumerate(text) if "各数的读法" in page) :])
    assert all(each in readings for each in ("原文的数", "26.6%", "高新技术企业", "2023年6月末"))
    assert "How each figure was read" not in readings
