"""All settings: from the environment (ZHANBI_…) or zhanbi.env in the project's root, validated at start."""

from functools import cache
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from schemas.errors import UsageError

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Paths are relative to the project's root unless absolute."""

    model_config = SettingsConfigDict(env_prefix="ZHANBI_", env_file=ROOT / "zhanbi.env", extra="forbid")

    data: Path = Field(default=Path("data"), description="everything made at run time lies below it")
    keep_personal_data: bool = Field(
        default=False,
        description="WARNING: personal columns of registers land in clear, in the column `personal` of raw alone; "
        "only where you have the right to keep them. 个人信息明文入库，须有合法依据",
    )
    lock_wait_seconds: float = Field(default=60, ge=0, description="how long to wait for another writer")

    @property
    def folder(self) -> Path:
        return ROOT / self.data

    @property
    def inbox(self) -> Path:
        return self.folder / "inbox"

    @property
    def archive(self) -> Path:
        return self.folder / "archive"

    @property
    def warehouse(self) -> Path:
        return self.folder / "zhanbi.duckdb"

    @property
    def published(self) -> Path:
        return self.folder / "published" / "zhanbi.duckdb"

    @property
    def site(self) -> Path:
        return self.folder / "site"

    @property
    def dbt(self) -> Path:
        return self.folder / "dbt"

    @property
    def dbt_project(self) -> Path:
        return ROOT / "dbt_project"


@cache
def settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(
            f"ZHANBI_{'_'.join(map(str, e['loc'])).upper()}={e['input']!r}: {e['msg']}" for e in error.errors()
        )
        raise UsageError(f"Settings: {wrong}. Mend the environment or zhanbi.env.") from error
