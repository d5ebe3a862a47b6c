"""A column by its different values."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.registry.kinds import constant, kinds

texts = st.one_of(st.none(), st.sampled_from(["", "存续", "注销", "a value of more than twelve bytes"]), st.text())


@settings(deadline=None)
@given(st.lists(texts, max_size=20), st.integers(0, 20))
def test_the_rows_come_back_and_every_value_is_read_once(printed, cut):
    rows = pl.concat([pl.Series("x", part, dtype=pl.String) for part in (printed[:cut], printed[cut:])], rechunk=False)
    column = kinds(rows)
    assert column.rows().to_list() == printed
    assert sorted(column.values.to_list(), key=str) == sorted(set(printed), key=str)
    read = column.each(lambda values: values.fill_null("nothing") + "!")
    assert read.rows().to_list() == [f"{'nothing' if text is None else text}!" for text in printed]


def test_a_constant_stands_in_every_row():
    assert constant("x", pl.String, 3).rows().to_list() == ["x"] * 3
    assert constant(None, pl.Date, 2).rows().to_list() == [None, None]
    assert constant("x", pl.String, 0).rows().to_list() == []
