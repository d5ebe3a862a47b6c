"""The review desk as its users and its attackers meet it: a real server, a real browser, a real warehouse."""

import asyncio
import re
import socket
import stat
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from urllib.parse import urlencode

import duckdb
import httpx
import pytest
import uvicorn

from flows.serving import pages
from flows.serving.desk import app, token_file
from flows.serving.desk_lists import first_waiting
from flows.site.build import build
from flows.warehouse.connection import writer
from schemas.errors import UsageError
from tests.browser import Tab, browser, needs_browser, violations
from tests.flows.conftest import House
from tests.site.snapshot import Making, seed

HOLD = "import sys\nfrom pathlib import Path\nfrom flows.warehouse.connection import writer\nwith writer(Path(sys.argv[1])):\n    print('held', flush=True)\n    sys.stdin.readline()\n"
EVIL = "<script>alert(1)</script>"


class Server:
    """The desk on a port of its own, with the warehouse and the snapshot behind it."""

    def __init__(self, folder) -> None:
        self.house = House(folder / "data")
        self.house.receive(self.house.drop_seed())
        seed(self.house.settings.published)
        making = Making.on(self.house.settings.published)
        making.insert(
            "link_reviews", list_row_id="l:1", extract_id="l", row_number=1, programme="high_tech", name=f"山西合成{EVIL}公司",
            city="太原市", review_state="open", reason="有多个候选 / several candidates", link_score=0.9,
            candidates='[{"credit_code": "91140105000000002E", "name": "山西合成甲公司", "score": 0.9}]',
        )  # fmt: skip
        making.connection.execute(
            "insert into reviews by name select observation_id, document_id, 'b.txt' as file_name, area, review_state, "
            "'low_confidence' as reasons, confidence, value_text, reported_unit, indicator_name, measure, quote "
            "from observations where review_state = 'open'"
        )
        making.connection.close()
        with writer(self.house.settings.warehouse) as opened:
            opened.execute(
                "insert into raw.recognitions (extract_id, row_number, programme, name, city, valid_from) "
                f"values ('l', 1, 'high_tech', '山西合成{EVIL}公司', '太原市', date '2022-12-12')"
            )
            opened.execute(
                "insert into raw.quarantine (quarantine_id, source_id, kind, file_name, row_number, raw, reasons, state, quarantined_at) "
                """values ('abcdef0123456789', 'l', 'recognitions', 'list.csv', 7, '{"法定代表人": "王**"}', ['x: y / z'], 'open', ?)""",
                [datetime.now(UTC)],
            )
        build(self.house.settings.published, self.house.settings.site)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.running = uvicorn.Server(
            uvicorn.Config(app(self.house.settings), "127.0.0.1", port, log_level="critical", lifespan="off")
        )
        threading.Thread(target=self.running.run, daemon=True).start()
        while not self.running.started:
            time.sleep(0.02)

    @property
    def token(self) -> str:
        return token_file(self.house.settings).read_text().strip()

    def client(self, signed_in: bool = True) -> httpx.Client:
        client = httpx.Client(base_url=self.url, timeout=30)
        if signed_in:
            assert client.post("/login", data={"by": "张三", "token": self.token}).status_code == 303
        return client

    def decisions(self, table: str = "decisions") -> list[tuple]:
        return self.house.rows(f"select action, decided_by, reason from raw.{table} order by decided_at")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    started = Server(tmp_path_factory.mktemp("desk"))
    yield started
    started.running.should_exit = True


@pytest.fixture(autouse=True)
def nothing_decided(server):
    yield
    with writer(server.house.settings.warehouse) as opened:
        opened.execute("delete from raw.decisions; delete from raw.link_decisions")


def hidden(page: str, name: str) -> str:
    return re.search(f'name="{name}" value="([^"]+)"', page)[1]


def fields(client: httpx.Client, which: str = "figures", **more: str) -> dict[str, str]:
    """What the first form of a list sends."""
    page = client.get("/", params={"list": which}).text
    sent = {name: hidden(page[page.index("<main") :], name) for name in ("csrf", "kind", "key", "list")}
    return sent | {"why": "核对原文", "action": "confirm"} | more


def test_the_token_is_made_once_and_only_its_owner_can_read_it(server):
    path = token_file(server.house.settings)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and len(server.token) > 40
    path.chmod(0o644)
    with pytest.raises(UsageError, match="chmod 600"):
        app(server.house.settings)
    path.chmod(0o600)


@pytest.mark.parametrize("path", ["/", "/?list=quarantine"])
def test_who_has_not_signed_in_is_shown_nothing(server, path):
    answer = server.client(signed_in=False).get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")


@pytest.mark.parametrize("form", [{"by": "张三", "token": "wrong"}, {"by": " ", "token": "…"}, {}])
def test_a_wrong_token_or_no_name_does_not_sign_in(server, form):
    client = server.client(signed_in=False)
    answer = client.post("/login", data={**form, **({"token": server.token} if form.get("by") == " " else {})})
    assert answer.status_code == 403 and not client.cookies
    assert client.get("/").status_code == 303


def test_the_cookie_is_closed_to_scripts_and_to_other_sites(server):
    answer = server.client(signed_in=False).post("/login", data={"by": "张三", "token": server.token})
    assert {"HttpOnly", "SameSite=strict"} <= set(answer.headers["set-cookie"].split("; "))
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_a_decision_is_kept_with_who_and_why(server):
    client = server.client()
    answer = client.post("/decide", data=fields(client))
    assert answer.status_code == 303, answer.text
    assert server.decisions() == [("confirm", "张三", "核对原文")]


@pytest.mark.parametrize("forged", [{"csrf": ""}, {"csrf": "another"}])
def test_a_form_of_another_site_decides_nothing(server, forged):
    client = server.client()
    assert client.post("/decide", data=fields(client) | forged).status_code == 403
    assert server.decisions() == []


def test_the_secret_of_another_session_decides_nothing(server):
    client, other = server.client(), server.client()
    assert client.post("/decide", data=fields(client) | {"csrf": fields(other)["csrf"]}).status_code == 403
    assert server.decisions() == []


def test_a_name_that_was_bent_to_this_address_is_refused(server):
    assert server.client().get("/", headers={"Host": "evil.example"}).status_code == 400


def test_after_signing_out_the_cookie_opens_nothing(server):
    client = server.client()
    cookie = dict(client.cookies)
    assert client.post("/logout", data={"csrf": fields(client)["csrf"]}).status_code == 303
    assert httpx.get(server.url + "/", cookies=cookie).status_code == 303


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"why": " "}, "why"),
        ({"action": "correct"}, "column=value"),
        ({"action": "correct", "measure": "colour"}, "not in the vocabulary"),
        ({"action": "burn"}, "burn"),
        ({"kind": "house"}, "house"),
        ({"key": "0123456789abcdef-1"}, "no such observation"),
    ],
)
def test_a_wrong_decision_is_told_and_not_kept(server, change, said):
    client = server.client()
    answer = client.post("/decide", data=fields(client) | change)
    assert answer.status_code == 400 and said in answer.text
    assert server.decisions() == []


def test_an_oversized_form_decides_nothing(server):
    client = server.client()
    flood = urlencode(fields(client)).encode() + b"&x=" + b"a" * 5_000_000
    answer = client.post("/decide", content=flood, headers={"content-type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 403 and server.decisions() == []


def test_while_the_night_holds_the_warehouse_nothing_is_lost_and_it_is_said(server):
    client = server.client()
    form = fields(client)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(server.house.settings.warehouse)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert holder.stdout.readline().strip() == "held"
    answer = client.post("/decide", data=form)
    listed = client.get("/", params={"list": "quarantine"})
    holder.communicate("\n")
    assert answer.status_code == 503 and "夜间作业" in answer.text
    assert listed.status_code == 200 and "夜间作业" in listed.text
    assert server.decisions() == []
    assert client.post("/decide", data=form).status_code == 303


def test_a_listed_name_is_rejected_and_shown_as_text(server):
    client = server.client()
    page = client.get("/", params={"list": "names"}).text
    assert EVIL not in page and "91140105000000002E" in page
    form = fields(client, "names", action="reject", city="太原市", key=f"山西合成{EVIL}公司")
    assert client.post("/decide", data=form).status_code == 303
    assert server.decisions("link_decisions") == [("reject", "张三", "核对原文")]


def test_a_refused_row_is_shown_masked_and_dismissed_and_that_is_taken_back(server):
    client = server.client()
    page = client.get("/", params={"list": "quarantine"}).text
    assert "王**" in page and "第" in page
    assert client.post("/decide", data=fields(client, "quarantine", action="dismiss")).status_code == 303
    assert server.house.rows("select state, decided_by from raw.quarantine where row_number = 7") == [
        ("dismissed", "张三")
    ]
    assert client.post("/decide", data=fields(client, "decided", action="undo")).status_code == 303
    assert server.house.rows("select state from raw.quarantine where row_number = 7") == [("open",)]


@pytest.mark.parametrize(("deleted", "shown"), [((), "names"), (("link_reviews",), "figures"), (("link_reviews", "reviews"), "claims"),
                                                (("link_reviews", "reviews", "claim_audit"), "quarantine")])  # fmt: skip
def test_one_begins_where_something_waits(tmp_path, deleted, shown):
    house = House(tmp_path / "data")
    seed(house.settings.published)
    making = Making.on(house.settings.published)
    making.insert("link_reviews", list_row_id="l:1", name="某公司", review_state="open", programme="high_tech")
    making.connection.execute(
        "insert into reviews by name select observation_id, review_state, confidence from observations "
        "where review_state = 'open' and not list_contains(flags, 'period_unresolved')"
    )
    for table in deleted:
        making.connection.execute(f"delete from {table}")
    making.connection.close()
    assert first_waiting(house.settings) == shown


def test_below_a_path_of_the_other_pages_it_is_the_same_desk(server):
    async def walk() -> None:
        below = httpx.ASGITransport(pages.app(server.house.settings))
        async with httpx.AsyncClient(transport=below, base_url="http://127.0.0.1", follow_redirects=True) as client:
            assert (await client.get("/desk")).url.path == "/desk/login"
            signed_in = await client.post("/desk/login", data={"by": "张三", "token": server.token})
            assert signed_in.url.path == "/desk/"
            assert 'action="/desk/decide"' in (await client.get("/desk/?list=figures")).text
            for path in ("/index.html", "/desk/static/site.css", "/desk/site/index.html"):
                assert (await client.get(path)).status_code == 200

    asyncio.run(walk())


@needs_browser
@pytest.mark.slow
@pytest.mark.xdist_group("browser")
def test_a_person_signs_in_corrects_a_figure_and_takes_it_back(server):
    with browser() as running:
        tab = Tab(running.new_page())
        page = tab.page
        page.goto(server.url)
        assert violations(page) == []
        page.fill("[name=by]", "李四")
        page.fill("[name=token]", server.token)
        page.click("form.login button")
        page.click("text=把握不足的数")
        assert violations(page) == []
        before = page.locator("article.item").count()
        first = page.locator("article.item").first
        first.locator("summary").click()
        first.locator("[name=period_start]").fill("2023-01-01")
        first.locator("[name=why]").fill("原文为上半年")
        first.locator("text=按所填更正").click()
        page.wait_for_selector("text=下次运行后生效")
        assert page.locator("article.item").count() == before - 1
        page.click("text=已作决定")
        assert violations(page) == []
        page.fill("article.item [name=why]", "看错了")
        page.click("text=撤销最近的决定")
        page.wait_for_selector("text=undo")
        page.click("text=把握不足的数")
        assert page.locator("article.item").count() == before
        assert tab.complaints == [] and [url for url in tab.outside if not url.startswith(server.url)] == []
    assert server.decisions() == [("correct", "李四", "原文为上半年"), ("undo", "李四", "看错了")]
    with duckdb.connect(str(server.house.settings.warehouse), read_only=True) as opened:
        (changes,) = opened.execute("select changes from raw.decisions where action = 'correct'").fetchone()
    assert changes == '{"period_start": "2023-01-01"}'
