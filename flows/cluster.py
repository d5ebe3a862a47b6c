"""The workers of a Dask cluster, for what otherwise the processes of one machine do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from schemas.errors import Transient, UsageError

if TYPE_CHECKING:
    from distributed import Client, Future

_SECONDS = 10  # to wait for the scheduler; and between two looks whether workers are left

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")


class Cluster:
    """`map`, as a pool of processes has it. A task whose worker is lost is done by another."""

    def __init__(self, client: "Client", address: str) -> None:
        self._client, self._address = client, address

    def map(self, task: Callable[[Task], Outcome], given: list[Task]) -> Iterator[Outcome]:
        """The outcomes, in order. Raises Transient when no worker is left."""
        for future in self._client.map(task, given, pure=False):
            yield self._outcome(future)

    def _outcome(self, future: "Future[Any]") -> Any:
        from distributed import CancelledError, KilledWorker

        while True:
            try:
                return future.result(timeout=_SECONDS)
            except TimeoutError:
                if not self._client.scheduler_info(n_workers=-1)["workers"]:
                    raise Transient(f"{self._address}: no worker is left. {_NEXT}") from None
            except (KilledWorker, CancelledError, OSError) as error:
                raise Transient(f"{self._address}: the work was lost ({error}). {_NEXT}") from error


_NEXT = "What was read before is landed; start workers again, then the same command goes on where it was. 集群中断，请重启后重试。"


@contextmanager
def cluster(address: str, archive: Path, version: str) -> Iterator[Cluster]:
    """The cluster at `address`, every worker of which sees the archive and reads as this process does."""
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError("--dask needs the package distributed: `pip install 'zhanbi[dask]'`.") from error
    try:
        client = Client(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise Transient(
            f"{address}: no Dask scheduler answers ({error}). Start one (`dask scheduler`), or leave --dask out: then "
            "processes of this machine read. 无法连接 Dask 调度器。"
        ) from error
    with client:
        _check(client, address, archive, version)
        yield Cluster(client, address)


def _check(client: "Client", address: str, archive: Path, version: str) -> None:
    """Raises where the workers are none, or not what they must be."""
    try:
        found = client.run(_standing, archive)
    except ModuleNotFoundError as error:
        raise UsageError(
            f"{address}: a worker has no zhanbi ({error}). Install it there / 请在工作节点安装。"
        ) from error
    if not found:
        raise Transient(f"{address}: has no workers. Start some: `dask worker {address}`. 没有工作节点。")
    for worker, (theirs, there) in found.items():
        if theirs != version:
            raise UsageError(
                f"{worker}: reads by {theirs}, this process by {version}. Install the same zhanbi on every worker. 版本不一致。"
            )
        if not there:
            raise UsageError(
                f"{worker}: does not see {archive}. Mount it there under the same path, or set ZHANBI_DATA to a shared one."
            )


def _standing(archive: Path) -> tuple[str, bool]:
    """On a worker: by what it reads, and whether it sees the archive."""
    from flows.bulletin import reader_version

    return reader_version(), archive.is_dir()
