"""Sections and divisions of GB/T 4754-2017, against the published classes that lie beside the project."""

import csv
import re
from pathlib import Path

import pytest

from schemas.industries import FORM, SECTIONS

CLASSES = Path(__file__).parents[3] / "shared" / "registry" / "reference" / "gbt4754_2017.csv"


def test_the_sections_leave_no_division_out():
    divisions = [number for first, last in SECTIONS.values() for number in range(first, last + 1)]
    assert divisions == list(range(1, 98))


@pytest.mark.skipif(not CLASSES.exists(), reason="the shared reference is not beside the project")
def test_every_published_code_has_the_form_with_and_without_its_letter():
    with CLASSES.open(encoding="utf-8") as file:
        codes = [row["code"] for row in csv.DictReader(file)]
    assert len(codes) > 1_900
    assert [code for code in codes if not re.match(FORM, code)] == []
    assert [code for code in codes if len(code) > 1 and not re.match(FORM, code[1:])] == []


@pytest.mark.parametrize("code", ["", "U", "A06", "0", "98", "A1", "C34111", "c34", "3411C"])
def test_what_is_no_industry(code):
    assert not re.match(FORM, code)
