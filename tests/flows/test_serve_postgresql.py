"""Prefect's server over PostgreSQL, by one setting."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.flows.test_serve import Served
from tests.ports import free_port

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("serve")]
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


@pytest.fixture
def database():
    """The address of an empty database of a server of our own."""
    if not PROGRAMS:
        pytest.skip("no PostgreSQL server below /usr/lib/postgresql; Debian: apt-get install postgresql")
    folder, port = Path(tempfile.mkdtemp(prefix="zhanbi-postgresql-")), free_port()  # where its user may go
    as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []  # the server refuses to run as root
    if as_user:
        shutil.chown(folder, "postgres")

    def run(program: str, *arguments: str) -> str:
        command = [*as_user, str(PROGRAMS[-1] / program), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=folder)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    data, log = str(folder / "data"), str(folder / "log")
    run("initdb", "-D", data, "-U", "prefect", "-A", "trust", "--no-sync")
    run("pg_ctl", "-D", data, "-l", log, "-w", "-o", f"-p {port} -h 127.0.0.1 -k {folder} -F", "start")
    yield (
        f"postgresql://prefect@127.0.0.1:{port}/postgres",
        lambda query: run("psql", "-h", "127.0.0.1", "-p", str(port), "-U", "prefect", "-At", "-c", query, "postgres"),
    )
    run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    shutil.rmtree(folder)


def test_runs_are_kept_in_postgresql(database, tmp_path):
    address, ask = database
    served = Served(tmp_path, ZHANBI_SERVER_DATABASE_URL=address)
    served.start()
    try:
        names = ask("select d.name from flow_run r join deployment d on d.id = r.deployment_id")
        assert "nightly" in names.split()
        assert not (served.data / "prefect" / "prefect.db").exists()
    finally:
        assert served.stop() == 0
