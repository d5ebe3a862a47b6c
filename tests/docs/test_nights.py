"""The unit and the compose file of docs/nights.md, as systemd and Docker would read them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

PAGE = Path("docs/nights.md").read_text(encoding="utf-8")


def block(language: str, begins: str) -> str:
    (found,) = (text for text in re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL) if text.startswith(begins))
    return found


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not there")
def test_systemd_takes_the_unit(tmp_path):
    unit = block("ini", "# /etc/systemd").replace("/srv/zhanbi/.venv/bin/zhanbi serve", "/bin/true")
    (tmp_path / "zhanbi.service").write_text(unit, encoding="utf-8")  # it looks whether the program is there
    done = subprocess.run(["systemd-analyze", "verify", tmp_path / "zhanbi.service"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")
    assert "zhanbi.service" not in done.stderr  # it warns of other units too


def test_the_compose_file_names_only_what_it_declares():
    compose = yaml.safe_load(block("yaml", "services:"))
    services = compose["services"]
    for service in services.values():
        assert {"image", "build"} & service.keys()
        assert set(service.get("secrets", [])) <= compose["secrets"].keys()
        assert set(service.get("depends_on", [])) <= services.keys()
        named = (volume.partition(":")[0] for volume in service.get("volumes", []))
        assert {each for each in named if not each.startswith((".", "/"))} <= compose["volumes"].keys()


@pytest.mark.skipif(
    not shutil.which("docker") or subprocess.run(["docker", "compose", "version"], capture_output=True).returncode != 0,
    reason="docker compose is not there",
)
def test_docker_takes_the_compose_file(tmp_path):
    (tmp_path / "compose.yml").write_text(block("yaml", "services:"), encoding="utf-8")
    done = subprocess.run(
        ["docker", "compose", "-f", tmp_path / "compose.yml", "config", "--quiet"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
