"""The sample, written once."""

from pathlib import Path

import pytest

from flows.sample.registers import write_sample


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder)
    return folder
