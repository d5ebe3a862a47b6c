"""Where the lake lies, and what it means when it cannot be read or written."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from schemas.errors import Transient, UsageError, ZhanbiError

# of an object store; keys, region and endpoint come from the environment (AWS_ACCESS_KEY_ID …), never from a file of ours
_PATIENCE = {"max_retries": "3", "retry_timeout": "30s", "connect_timeout": "10s", "timeout": "120s"}
_KEYS_REFUSED = ("401 Unauthorized", "403 Forbidden", "InvalidAccessKeyId", "SignatureDoesNotMatch", "AccessDenied")
# with no keys in the environment the machine is asked for a role of its own
_NO_KEYS = ("/latest/api/token", "loading credentials", "IMDS")


class Place(NamedTuple):
    """A folder of this machine, or s3://bucket/prefix."""

    url: str

    @property
    def remote(self) -> bool:
        return "://" in self.url

    @property
    def options(self) -> dict[str, str]:
        if not self.remote:
            return {}
        plain = os.environ.get("AWS_ENDPOINT_URL", "").startswith("http://")
        region = (
            os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
        )  # else it is sought
        return _PATIENCE | {"aws_region": region} | ({"allow_http": "true"} if plain else {})

    def table(self, name: str) -> str:
        return f"{self.url.rstrip('/')}/{name}"

    def made(self) -> None:
        """Make the folder of a lake on this machine."""
        if not self.remote:
            with told(self):
                Path(self.url).mkdir(parents=True, exist_ok=True)

    def try_writing(self) -> None:
        """Raises ZhanbiError when nothing can be written or deleted there."""
        from obstore.store import LocalStore, S3Store

        self.made()
        with told(self):
            store = (
                S3Store.from_url(
                    self.url,
                    config={"region": self.options["aws_region"]},
                    client_options={"allow_http": "allow_http" in self.options},
                    retry_config={"max_retries": 1},
                )
                if self.remote
                else LocalStore(self.url)
            )
            name = f"_check/{uuid4().hex}"
            store.put(name, b"")
            store.delete(name)


@contextmanager
def told(place: Place) -> Iterator[None]:
    """What the table format or the store says, as an error of ours. What was not committed is not in the lake."""
    from deltalake.exceptions import DeltaError, SchemaMismatchError
    from obstore.exceptions import BaseError

    try:
        yield
    except SchemaMismatchError as error:
        raise ZhanbiError(
            f"{place.url}: a table has other columns than the warehouse ({_short(error)}). Give the lake an empty place: it is "
            "written whole again. 湖表结构与仓库不符，请换一个空位置。"
        ) from error
    except (DeltaError, BaseError, OSError) as error:
        raise _failure(place, error) from error


def _failure(place: Place, error: Exception) -> ZhanbiError:
    text = str(error)
    if "Unsupported" in text or "DeltaProtocolError" in type(error).__name__:
        return UsageError(
            f"{place.url}: its tables are of another version of the Delta format ({_short(error)}). Upgrade zhanbi, or give "
            "the lake an empty place: it is written whole again. 湖表格式版本不符，请升级程序或换一个空位置。"
        )
    if place.remote and any(sign in text for sign in _NO_KEYS):
        return UsageError(
            f"{place.url}: there are no keys, and this machine has no role of its own ({_short(error)}). Set AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY. 未设置对象存储密钥。"
        )
    if any(sign in text for sign in _KEYS_REFUSED):
        return UsageError(
            f"{place.url}: the object store refuses these keys ({_short(error)}). Mend AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY, or give them the right to list, read, write and delete there. 对象存储拒绝密钥，请检查凭据和权限。"
        )
    if "NoSuchBucket" in text:
        return UsageError(f"{place.url}: there is no such bucket. Make it, or mend ZHANBI_LAKE. 存储桶不存在。")
    if place.remote:
        return Transient(
            f"{place.url}: does not answer as it should ({_short(error)}). Is it up, is AWS_ENDPOINT_URL right? Nothing is "
            "lost: the next run writes what is missing. 对象存储无法访问，下次运行会补写。"
        )
    return Transient(
        f"{place.url}: cannot be written or read ({_short(error)}). Make room, or let the user that runs zhanbi (uid "
        f"{os.getuid()}) write there. Nothing is lost: the next run writes what is missing. 湖目录不可读写，请清理空间或检查权限。"
    )


def _short(error: Exception) -> str:
    """On one line, without colours; of a long chain of causes its beginning and its end."""
    told = str(error).partition("Debug source")[0]
    lines = [line.replace("\x1b[31m↳\x1b[0m", "").strip() for line in told.splitlines()]
    text = " / ".join(filter(None, lines))
    return text if len(text) <= 300 else f"{text[:180]} … {text[-110:]}"
