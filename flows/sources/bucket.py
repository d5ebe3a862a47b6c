"""A prefix of an object store: S3, and what speaks like it (OSS, COS, OBS, MinIO)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec
from obstore.exceptions import BaseError
from obstore.store import S3Store

from flows.sources.delivery import Arrival
from schemas.errors import Refused, Transient
from schemas.sidecars import LIMIT, SUFFIX, facts_in

if TYPE_CHECKING:
    from obstore.store import S3Config


class Bucket(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Its address, s3://bucket/prefix; keys come from the environment (AWS_ACCESS_KEY_ID …), never from the file."""

    url: str
    endpoint: str | None = None
    region: str | None = None
    most_bytes: int = 8 << 30

    def look(self) -> None:
        """Raises Transient where it does not answer."""
        next(iter(self.fetch({})), None)

    def fetch(self, known: dict[str, str]) -> Iterator[Arrival | Refused]:
        store = self._store()
        try:
            found = {each["path"]: each for batch in store.list() for each in batch}
            for key, each in sorted(found.items()):
                if key.endswith((SUFFIX, "/")):
                    continue
                beside = found.get(key + SUFFIX)
                stamp = f"{each['e_tag'] or each['last_modified']} {beside['e_tag'] if beside else ''}"
                if known.get(key) != stamp:
                    yield _arrival(store, key, stamp, with_facts=bool(beside and beside["size"] <= LIMIT))
        except BaseError as error:
            raise Transient(f"{self.url}: {type(error).__name__}. Mend its address, its keys or the network.") from None

    def _store(self) -> S3Store:
        config: S3Config = {}
        if self.endpoint:
            config["endpoint"] = self.endpoint
        if self.region:
            config["region"] = self.region
        plain = bool(self.endpoint and self.endpoint.startswith("http://"))
        return S3Store.from_url(
            self.url, config=config, client_options={"allow_http": plain}, retry_config={"max_retries": 3}
        )


def _arrival(store: S3Store, key: str, stamp: str, *, with_facts: bool) -> Arrival | Refused:
    try:
        facts = facts_in(bytes(store.get(key + SUFFIX).bytes()), key + SUFFIX) if with_facts else {}
    except Refused as refusal:
        return refusal
    return Arrival(key, stamp, key.replace("/", "_"), facts, _chunks(store, key))


def _chunks(store: S3Store, key: str) -> Iterator[bytes]:
    for chunk in store.get(key).stream():
        yield bytes(chunk)
