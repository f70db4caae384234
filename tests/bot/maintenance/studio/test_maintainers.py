"""Several maintainers on one server, behind the operator's Caddy: each has a copy, and is known by name."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import expect

from tests.bot.maintenance.studio.editing.conftest import CHECKED, git, under_git
from tests.bot.maintenance.studio.studio import Studio
from tests.support.clone import Clone
from tests.support.packages import installed
from tests.support.redis_server import free_port
from tests.support.server import ROOT, until
from tests.support.tables import each_row

TEXT = "modifier/textes/titre/titre_la_melee"
FILE = "stories/answers/fr/titre.yml"
PASSWORDS = {"camille": "ouvre-toi", "dominique": "s'il te plait"}


class DocumentedCaddy:
    """Caddy as docs/studio.md says, with the passwords of the tests, at an address of this machine."""

    def __init__(self, folder, address: str, studio_port: int) -> None:
        program = installed("caddy", "caddy")
        text = (ROOT / "docs" / "studio.md").read_text(encoding="utf-8")
        config = re.search(r"```caddyfile\n(.*?)```", text, re.DOTALL)[1]
        for name, password in PASSWORDS.items():
            command = [program, "hash-password", "--plaintext", password]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            config = config.replace(f"{name} HACHAGE", f"{name} {done.stdout.strip()}")
        version = subprocess.run([program, "version"], capture_output=True, text=True, check=True).stdout
        if tuple(map(int, re.findall(r"\d+", version)[:2])) < (2, 8):
            config = config.replace("basic_auth", "basicauth")
        config = config.replace("studio.exemple.fr", address).replace("127.0.0.1:8100", f"127.0.0.1:{studio_port}")
        (folder / "Caddyfile").write_text("{\n\tadmin off\n}\n" + config, encoding="utf-8")
        environment = {**os.environ, "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
        command = [program, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
        with (folder / "caddy.log").open("wb") as log:
            self.process = subprocess.Popen(command, env=environment, stderr=log, stdout=log)
        until(lambda: _answers(address), 30, "Caddy answers")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)


def _answers(address: str) -> bool:
    try:
        return httpx.get(address).status_code == 401
    except httpx.TransportError:
        return False


@pytest.fixture(scope="module")
def address() -> str:
    return f"http://127.0.0.1:{free_port()}"


@pytest.fixture(scope="module")
def studio(tmp_path_factory, models, address) -> Iterator[Studio]:
    clone = under_git(Clone(tmp_path_factory.mktemp("clone")))
    running = Studio(clone, models, "--adresse", address, "--entete-utilisateur", "X-Remote-User")
    yield running
    running.kill()


@pytest.fixture(scope="module")
def caddy(tmp_path_factory, address, studio) -> Iterator[DocumentedCaddy]:
    running = DocumentedCaddy(tmp_path_factory.mktemp("caddy"), address, httpx.URL(studio.url).port)
    yield running
    running.stop()


@pytest.fixture
def opened(pages, address, caddy):
    """Opens a page as a maintainer, who has told the browser their password."""
    assert caddy.process.poll() is None

    def open_as(name: str, path: str):
        credentials = {"username": name, "password": PASSWORDS[name]}
        page = pages(f"{address}/{path}", http_credentials=credentials)
        page.set_default_timeout(CHECKED)
        return page

    return open_as


def edit(page, text: str) -> None:
    page.get_by_label("Le texte français").fill(text)
    page.get_by_role("button", name="Voir la modification").click()
    page.get_by_role("button", name="Écrire dans les fichiers").click(timeout=CHECKED)
    expect(page.get_by_text("Écrit", exact=True)).to_be_visible(timeout=CHECKED)


def test_each_has_a_copy_of_their_own_and_nothing_is_in_service(opened, studio, address):
    camille, dominique = opened("camille", TEXT), opened("dominique", TEXT)
    expect(camille.get_by_role("navigation", name="Pages du studio")).to_contain_text("camille")
    edit(camille, "Voyez La Mêlée {dans}.")
    dominique.reload()
    expect(dominique.get_by_label("Le texte français")).not_to_have_value("Voyez La Mêlée {dans}.")
    edit(dominique, "Écrivez à La Mêlée {dans}.")
    assert git(studio.root, "status", "--porcelain") == ""
    camille.goto(f"{address}/proposer")
    camille.get_by_role("button", name="Préparer la proposition").click()
    camille.get_by_role("button", name="Proposer").click(timeout=CHECKED)
    expect(camille.get_by_text("Proposé", exact=True)).to_be_visible(timeout=CHECKED)
    branch = camille.locator(".done code").first.inner_text()
    assert git(studio.root, "log", "-1", "--format=%an <%ae>", branch) == "camille <camille@127.0.0.1>\n"
    assert "Voyez" not in git(studio.root, "show", f"main:{FILE}")
    git(studio.root, "merge", "-q", branch)
    assert "Voyez La Mêlée" in studio.file(FILE).read_text(encoding="utf-8")
    camille.goto(f"{address}/proposer")
    camille.get_by_role("button", name="Reprendre ce qui est en service").click()
    expect(camille.get_by_role("status")).to_contain_text("à jour")
    dominique.goto(f"{address}/proposer")
    expect(dominique.get_by_role("main")).to_contain_text(FILE)


@pytest.mark.usefixtures("caddy")
def test_a_name_that_a_browser_sends_itself_is_replaced_and_none_comes_in_without_a_password(address):
    assert httpx.get(f"{address}/{TEXT}").status_code == 401
    forged = {"X-Remote-User": "dominique"}
    page = httpx.get(f"{address}/modifier", auth=("camille", PASSWORDS["camille"]), headers=forged)
    assert "camille</li>" in page.text
    assert "dominique" not in page.text


@each_row(
    ("headers", "refusal"),
    [
        ([], "ne sait pas qui vous êtes"),
        ([("X-Remote-User", "")], "ne sait pas qui vous êtes"),
        ([("X-Remote-User", "../camille")], "ne sait pas qui vous êtes"),
        ([("X-Remote-User", "camille"), ("X-Remote-User", "dominique")], "ne sait pas qui vous êtes"),
        ([("X-Remote-User", "camille"), ("Host", "evil.example")], "ne répond qu’à l’adresse"),
    ],
)
def test_what_does_not_come_through_caddy_or_is_a_form_of_another_site_is_refused(studio, address, headers, refusal):
    own = [] if any(name == "Host" for name, _ in headers) else [("Host", httpx.URL(address).netloc.decode())]
    response = httpx.get(f"{studio.url}modifier", headers=[*headers, *own], timeout=60)
    assert response.status_code == 403
    assert refusal in response.text
    headers = {"X-Remote-User": "camille", "Host": httpx.URL(address).netloc.decode(), "Origin": "https://evil.example"}
    response = httpx.post(f"{studio.url}annuler", data={"ecrit": "x", "jeton": "x"}, headers=headers, timeout=60)
    assert response.status_code == 403
