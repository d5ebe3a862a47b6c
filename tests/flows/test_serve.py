"""`zhanbi serve` as the operator starts it: real server, real runs, real signals."""

import os
import re
import signal
import socket
import subprocess
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import httpx
import jsonschema
import pytest
import yaml

from schemas.events import EVENTS, schema_of
from tests.alerts.servers import Robot
from tests.flows.conftest import BULLETIN
from tests.flows.test_cli import ZHANBI, zhanbi
from tests.ports import free_port

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("serve")]
PATIENCE = 600  # seconds: a guard against hanging
TEXT = (  # 447 of 2113 are 21.2 %, 407 are not; the others agree
    "累计认定专精特新中小企业407家，占全省(2113家)21.2%；省级专精特新“小巨人”企业94家，占全省(368家)25.5%；"
    "国家级专精特新“小巨人”企业35家，占全省(139家)25.2%；重点国家级专精特新“小巨人”企业7个，占全省(18家)38.9%。\n"
)
LATE = {
    "name": "late",
    "title": "某区月报",
    "facts": {key: BULLETIN[key] for key in ("kind", "publisher", "area", "province")},
    "expects": {"every": "month", "within_days": 5, "since": "2023-08-01"},
}


class Served:
    """A running `zhanbi serve` over a data folder of its own."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.data = folder / "data"
        (self.data / "inbox").mkdir(parents=True)
        self.api_port, self.pages_port = free_port(), free_port()
        self.settings = {
            "ZHANBI_DATA": str(self.data),
            "ZHANBI_SERVER_PORT": str(self.api_port),
            "ZHANBI_PAGES_PORT": str(self.pages_port),
            "ZHANBI_SETTLE_SECONDS": "0.5",
            **settings,
        }
        self.log = folder / "serve.log"

    def start(self) -> None:
        with self.log.open("w") as log:
            self.process = subprocess.Popen([ZHANBI, "serve"], env=os.environ | self.settings, stdout=log, stderr=log)
        self.wait(lambda: "zhanbi is up" in self.log.read_text() or self.process.poll() is not None, "starting")
        assert self.process.poll() is None, self.log.read_text()

    def wait(self, condition, what: str):
        deadline = time.monotonic() + PATIENCE
        while not (found := condition()):
            assert time.monotonic() < deadline, f"{what}\n{self.log.read_text()}"
            time.sleep(0.3)
        return found

    def drop(self, name: str, text: str, facts: dict | None = None) -> None:
        if facts:
            (self.data / "inbox" / f"{name}.yml").write_text(yaml.safe_dump(facts, allow_unicode=True))
        (self.data / "inbox" / f"{name}.part").write_text(text)
        (self.data / "inbox" / f"{name}.part").rename(self.data / "inbox" / name)

    def ask(self, query: str) -> list[tuple]:
        snapshot = self.data / "published" / "zhanbi.duckdb"
        if not snapshot.exists():
            return []
        with duckdb.connect(str(snapshot), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def post(self, path: str, body: dict) -> dict | list:
        def answered() -> httpx.Response | None:
            answer = httpx.post(f"http://127.0.0.1:{self.api_port}/api/{path}", json=body, timeout=60)
            return None if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE else answer

        answer = self.wait(answered, path)  # its SQLite is locked at times; Prefect's own client tries again too
        return answer.raise_for_status().json()

    def runs(self, **named: str) -> list[dict]:
        body = {"flow_runs": {"name": {"like_": named["like"]}}} if named else {}
        return self.post("flow_runs/filter", body)

    def idle(self) -> bool:
        states = [run["state_type"] for run in self.runs() if run["expected_start_time"] < soon()]
        return bool(states) and not {"RUNNING", "PENDING", "SCHEDULED"} & set(states)

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def soon() -> str:
    return (datetime.now(UTC) + timedelta(minutes=1)).isoformat()


@pytest.fixture(scope="module")
def hook():
    server = Robot()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


@pytest.fixture(scope="module")
def served(tmp_path_factory, hook):
    service = Served(tmp_path_factory.mktemp("serve"), ZHANBI_WEBHOOK_URL=hook.url, ZHANBI_WEBHOOK_FORM="wecom")
    service.drop("a.txt", TEXT, BULLETIN)
    service.drop("bare.txt", TEXT)
    (service.data / "sources.yml").write_text(yaml.safe_dump([LATE], allow_unicode=True), encoding="utf-8")
    service.start()
    yield service
    if service.process.poll() is None:
        service.stop()


def test_what_lay_there_and_what_is_dropped_is_published_and_a_refusal_is_told_once(served, hook):
    served.wait(served.idle, "the sweep at start")
    assert served.ask("select 1 from observations where value_text = '407'")
    page = httpx.get(f"http://127.0.0.1:{served.pages_port}/night/").text
    assert "bare.txt" in page
    served.drop("b.txt", TEXT.replace("407", "447"), BULLETIN | {"published_on": "2023-08-02"})
    served.wait(lambda: served.ask("select 1 from observations where value_text = '447'"), "the second snapshot")
    served.wait(served.idle, "the end of the second run")
    told = [body["markdown"]["content"] for _, body in hook.posted]
    assert sum("bare.txt" in message for message in told) == 1
    assert any("claim.disagrees" in message for message in told)
    assert sum("publication.overdue" in message and LATE["title"] in message for message in told) == 1


def test_the_events_came_with_payloads_as_their_schemas_say(served):
    ours = {event.name: event for event in EVENTS}

    def events() -> list[dict]:
        return served.post("events/filter", {"filter": {"event": {"prefix": ["zhanbi."]}}, "limit": 50})["events"]

    expected = {"zhanbi.file.received", "zhanbi.bulletin.landed", "zhanbi.snapshot.published"}
    expected |= {"zhanbi.input.refused", "zhanbi.claim.disagrees", "zhanbi.publication.overdue"}
    served.wait(lambda: expected <= {event["event"] for event in events()}, "the events")
    for event in events():
        jsonschema.validate(event["payload"], schema_of(ours[event["event"]]))


def test_missed_nights_run_once(served):
    (night,) = served.post("deployments/filter", {"deployments": {"name": {"any_": ["nightly"]}}})
    for missed in range(5):
        due = (datetime.now(UTC) - timedelta(days=5 - missed)).isoformat()
        state = {"type": "SCHEDULED", "name": "Late", "state_details": {"scheduled_time": due}}
        served.post(f"deployments/{night['id']}/create_flow_run", {"name": f"missed-{missed}", "state": state})

    def states() -> list[str]:
        return sorted(run["state_type"] for run in served.runs(like="missed-"))

    served.wait(lambda: not {"SCHEDULED", "PENDING", "RUNNING"} & set(states()), "the missed nights")
    served.wait(served.idle, "the run that does the work of all")
    told = {run["name"]: (run["state_type"], run["state"]["message"]) for run in served.runs()}
    missed = {name: told[name] for name in told if name.startswith("missed-")}
    did = {re.search(r"Run (\S+) does its work", said)[1] for state, said in missed.values() if state == "CANCELLED"}
    assert len(did) == 1 and [told[name][0] for name in did] == ["COMPLETED"], told
    assert {name for name, (state, _) in missed.items() if state != "CANCELLED"} <= did, told


def test_a_run_by_hand_goes_through_the_same_server(served):
    served.wait(served.idle, "the runs before")
    before = len(served.runs())
    done = zhanbi("run", **served.settings)
    assert done.returncode in (0, 3), done.stderr
    assert len(served.runs()) == before + 1


def test_a_second_service_says_that_the_port_is_taken(served):
    done = zhanbi("serve", **served.settings)
    assert done.returncode == 2
    assert str(served.api_port) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_name_that_is_not_ours_is_turned_away(served):
    assert httpx.get(f"http://127.0.0.1:{served.pages_port}/health").text == "ok"
    rebound = httpx.get(f"http://127.0.0.1:{served.pages_port}/health", headers={"Host": "evil.example"})
    assert rebound.status_code == 400


@pytest.mark.long  # what runs gives the server up after a minute and a half
def test_a_server_killed_in_the_middle_of_a_night_is_told_and_the_next_start_ends_the_work(served):
    served.wait(served.idle, "the runs before")
    served.drop("c.txt", TEXT.replace("407", "417"), BULLETIN | {"published_on": "2023-08-03"})
    served.wait(lambda: "RUNNING" in {run["state_type"] for run in served.runs()}, "a night")
    (server,) = (number for number, command in processes_of(served) if "prefect\0server\0start" in command)
    os.kill(server, signal.SIGKILL)
    assert served.process.wait(PATIENCE) == 1
    said = served.log.read_text()
    told = said.rpartition("zhanbi: ")[2]  # Prefect has much to say before
    assert (
        "Prefect's server ended by itself" in told and "Nothing that landed is lost" in told and "start again" in told
    )
    served.wait(lambda: not processes_of(served), "the end of the night that was cut off")
    assert served.ask("select 1 from observations where value_text = '407'")
    served.start()
    served.wait(lambda: served.ask("select 1 from observations where value_text = '417'"), "the snapshot")
    assert not (served.data / "inbox" / "c.txt").exists()


def test_it_stops_on_a_signal_and_leaves_nothing_behind(served):
    children = processes_of(served)
    assert len(children) >= 2
    assert served.stop() == 0
    assert "Stopped" in served.log.read_text()
    served.wait(lambda: not processes_of(served), "helpers of Python's own end a moment later")
    for port in (served.api_port, served.pages_port):
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0


def processes_of(served: Served) -> list[tuple[int, str]]:
    """Every process that runs with this data folder in its environment, and its command."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"ZHANBI_DATA={served.data}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                found.append((int(folder.name), (folder / "cmdline").read_text()))
        except OSError:
            continue  # it ended meanwhile
    return found
