"""All settings: from the environment (ZHANBI_…) or zhanbi.env in the project's root, validated at start.

A secret may also lie in a file of its own, zhanbi_<name>, in the folder that the environment variable ZHANBI_SECRETS
names (/run/secrets, or what systemd's LoadCredential= makes). Its type is SecretStr: it is never printed.
"""

import os
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
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
    desk_token: SecretStr | None = Field(
        default=None,
        min_length=16,
        description="what one signs in to the review desk with; none: data/desk.token is made",
    )
    lake: str | None = Field(
        default=None,
        pattern=r"^(s3://[^/]+.*|[^:]*)$",
        description="a folder, or s3://bucket/prefix, where each night leaves what landed as Delta tables; none: no lake",
    )
    lock_wait_seconds: float = Field(default=60, ge=0, description="how long to wait for another writer")

    snapshots_kept_days: int = Field(
        default=7, ge=1, description="of how many days the last snapshot is kept, as published/zhanbi-YYYYMMDD.duckdb"
    )
    settle_seconds: float = Field(default=2, ge=0, description="a file untouched for so long is complete")
    watch_by_polling: bool = Field(default=False, description="for an inbox on a network share, which tells nothing")
    server_host: str = Field(default="127.0.0.1", description="where Prefect's server listens")
    server_port: int = Field(default=4200, description="and its port")
    server_database_url: SecretStr | None = Field(
        default=None, description="postgresql://…; SQLite below data otherwise"
    )
    pages_host: str = Field(default="127.0.0.1", description="where the pages, and pushes, are served")
    pages_port: int = Field(default=8240, description="and their port")
    push_token: SecretStr | None = Field(default=None, description="who sends it may push files; none: nobody may")
    spark_remote: SecretStr | None = Field(
        default=None,
        description="sc://HOST:PORT/;token=… of an engine for `zhanbi spark`, which must see `data` under the same path; "
        "none: Sail is started on this machine",
    )
    spark_most_hours: float = Field(
        default=24, gt=0, description="a build on an engine that takes longer is ended: it may wait for lost workers"
    )
    smtp_host: str | None = Field(default=None, description="the mail server for alerts; none: no e-mail")
    smtp_port: int = Field(default=587, description="and its port")
    smtp_starttls: bool = Field(default=True, description="whether the connection is encrypted before anything is said")
    smtp_user: str | None = Field(default=None, description="who logs in there, if one must")
    smtp_password: SecretStr | None = Field(default=None, description="and the password")
    smtp_from: str = Field(default="zhanbi@localhost", description="the sender")
    smtp_to: str = Field(default="", description="recipients, separated by commas")
    webhook_url: SecretStr | None = Field(default=None, description="a robot's address; none: no webhook")
    webhook_form: Literal["dingtalk", "wecom", "text"] = Field(
        default="text", description="what it reads: dingtalk 钉钉, wecom 企业微信, text"
    )
    webhook_secret: SecretStr | None = Field(default=None, description="DingTalk's, where it asks for signatures")

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
    def sources(self) -> Path:
        return self.folder / "sources.yml"

    @property
    def fetched(self) -> Path:
        return self.folder / "fetched.json"

    @property
    def alerts(self) -> Path:
        return self.folder / "alerts.json"

    @property
    def lake_place(self) -> str | None:
        if not self.lake:
            return None
        return self.lake if "://" in self.lake else str(ROOT / self.lake)

    @property
    def spark(self) -> Path:
        return self.folder / "spark"

    @property
    def dbt(self) -> Path:
        return self.folder / "dbt"

    @property
    def dbt_project(self) -> Path:
        return ROOT / "dbt_project"


@cache
def settings() -> Settings:
    return load()


def load() -> Settings:
    """The settings as they are now. Raises UsageError that names each wrong one, and never shows a secret."""
    try:
        return Settings(_secrets_dir=os.environ.get("ZHANBI_SECRETS"))  # type: ignore[call-arg]
    except ValidationError as error:
        wrong = "; ".join(
            f"{_variable(str(e['loc'][0]))}{_shown(e['loc'][0], e['input'])}: {e['msg']}" for e in error.errors()
        )
        raise UsageError(
            f"Settings: {wrong}. Mend the environment or zhanbi.env / 请修改环境变量或 zhanbi.env."
        ) from error


def unknown_variables() -> list[str]:
    """Environment variables that look like settings and are none: slips of the pen, which would go unnoticed."""
    known = {_variable(name) for name in Settings.model_fields} | {"ZHANBI_SECRETS", "ZHANBI_WAREHOUSE"}
    return sorted(name for name in os.environ if name.upper().startswith("ZHANBI_") and name.upper() not in known)


def example() -> str:
    """What zhanbi.env.example says: every setting with its meaning and its default, commented out."""
    lines = [
        "# Settings of zhanbi. Copy this file to zhanbi.env and take the # from what you change; the environment goes before it.",
        "# 复制为 zhanbi.env 后修改；环境变量优先。Written by `python -m flows.settings`.",
    ]
    for name, field in Settings.model_fields.items():
        secret = " Rather in a file of the folder ZHANBI_SECRETS." if _is_secret(name) else ""
        default = "" if field.default is None else field.default
        lines += ["", f"# {field.description}.{secret}", f"# {_variable(name)}={default}"]
    return "\n".join(lines) + "\n"


def _variable(name: str) -> str:
    return name.upper() if name.upper().startswith("ZHANBI_") else f"ZHANBI_{name.upper()}"


def _shown(name: str | int, value: object) -> str:
    return "=<secret>" if _is_secret(str(name)) else f"={value!r}"


def _is_secret(name: str) -> bool:
    field = Settings.model_fields.get(name)
    return field is not None and "SecretStr" in str(field.annotation)


if __name__ == "__main__":
    (ROOT / "zhanbi.env.example").write_text(example(), encoding="utf-8")
