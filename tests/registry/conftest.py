"""What the tests of the registers share."""

from collections.abc import Callable

import pytest

from schemas.sidecars import ExtractMetadata
from tests.registry.registers import MARKET, JudgedExtract


@pytest.fixture
def judge(tmp_path) -> Callable[..., JudgedExtract]:
    """Write a file and judge it."""

    def write_and_judge(
        content: str | bytes, name: str = "register.csv", metadata: ExtractMetadata = MARKET
    ) -> JudgedExtract:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return JudgedExtract(path, metadata)

    return write_and_judge
