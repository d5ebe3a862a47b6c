"""The notebook runs from start to end on a snapshot, and is stored without outputs."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOK = Path("docs/notebooks/ten_questions.ipynb")


def test_it_is_stored_without_outputs():
    cells = nbformat.read(NOTEBOOK, as_version=4).cells
    assert sum(cell.cell_type == "code" for cell in cells) == 11  # the connection and ten questions
    assert not [cell for cell in cells if cell.cell_type == "code" and (cell.outputs or cell.execution_count)]


@pytest.mark.slow
@pytest.mark.xdist_group("dbt")
def test_every_question_has_an_answer(published, monkeypatch):
    monkeypatch.setenv("ZHANBI_DATA", str(published.parents[1]))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert any("text/plain" in output.get("data", {}) for output in cell.outputs), cell.source
