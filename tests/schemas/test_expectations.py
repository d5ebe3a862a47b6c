import re

import pytest
import yaml

from schemas import expectations
from schemas.errors import UsageError


def test_every_expectation_says_why_in_both_languages():
    for mart, suite in expectations.suites().items():
        for expectation in suite:
            assert re.search(r"[一-鿿]", expectation.why) and re.search(r"[a-z]{3}", expectation.why), (
                mart,
                expectation,
            )


@pytest.mark.parametrize("mart", expectations.suites())
def test_the_columns_looked_at_are_columns_of_the_mart(mart, request):
    model = request.config.rootpath / "dbt_project" / "models" / "marts" / f"{mart}.yml"
    columns = {column["name"] for column in yaml.safe_load(model.read_bytes())["models"][0]["columns"]}
    assert {name for expectation in expectations.suites()[mart] for name in expectation.columns} <= columns


@pytest.mark.parametrize(
    "entry",
    [
        "- {type: t, severity: fatal, why: w}",
        "- {type: t, severity: critical}",
        "- {type: t, severity: critical, why: w, kwarg: 1}",
        "- a: b: c",
    ],
)
def test_a_wrong_entry_is_refused_with_its_file(tmp_path, monkeypatch, entry):
    (tmp_path / "observations.yml").write_text(entry)
    monkeypatch.setattr(expectations, "FOLDER", tmp_path)
    with pytest.raises(UsageError, match=r"observations\.yml"):
        expectations.suites()
