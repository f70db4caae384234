"""The recipe of docs/exploiter.md for systemd, carried out as it is written, in a Debian from nothing."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from pathlib import Path

import pyrage
import pytest

from tests.support.debian import Debian
from tests.support.server import ROOT, until

DOCUMENT = (ROOT / "docs" / "exploiter.md").read_text(encoding="utf-8")
IDENTITY = pyrage.x25519.Identity.generate()
ANSWER = "Landes"


def blocks(heading: str) -> list[str]:
    """The commands of a section, by block, without what is said beside them."""
    section = re.split(r"^#+ ", DOCUMENT.split(f"\n{heading}\n", 1)[1], maxsplit=1, flags=re.M)[0]
    found = re.findall(r"(?:^ {4}\S.*\n)+", section, re.M)
    return ["".join(re.sub(r" {2,}#.*", "", line.strip()) + "\n" for line in block.splitlines()) for block in found]


INSTALLATION, FILES, START, SERVICES, SECRETS = blocks("### Avec systemd")
RESTORATION, ANOTHER_DATABASE = blocks("### Remettre")
BACKUPS = "/var/lib/aiguilleur/sauvegardes"


@pytest.fixture(scope="module")
def debian(tmp_path_factory):
    """Installed by the document; the model comes from here, since to train one takes minutes."""
    folder = tmp_path_factory.mktemp("debian")
    made = Debian(folder)
    subprocess.run(["git", "clone", "-q", "--bare", ROOT, made.root / "srv/aiguilleur.git"], check=True)  # noqa: S607
    packages = "\n".join(line for line in SERVICES.splitlines() if line.startswith("apt-get"))
    made.install(f"apt-get update -q\n{packages}")
    made.install(INSTALLATION.replace("ADRESSE_DU_DEPOT", "/srv/aiguilleur.git"))
    # PostgreSQL looked for a port on this machine.
    made.install("sed -i 's/^port = .*/port = 5432/' /etc/postgresql/*/main/postgresql.conf")
    shutil.copytree(ROOT / "var" / "models", made.root / "var/lib/aiguilleur/models")
    made.boot()
    made.do("chown -R aiguilleur: /var/lib/aiguilleur")
    yield made
    made.halt()
    shutil.rmtree(folder, ignore_errors=True)


def set_up(debian, **settings):
    """Write settings into the environment file, as an operator does."""
    file = debian.root / "etc/aiguilleur.env"
    kept = [line for line in file.read_text().splitlines() if line.partition("=")[0] not in settings]
    file.write_text("\n".join([*kept, *(f"{name}={value}" for name, value in settings.items())]) + "\n")


def saved(debian):
    return sorted(Path(debian.root / BACKUPS.lstrip("/")).glob("*.age"))


def alert(debian):
    """What the operator's command was given, once it was run."""
    until(lambda: "échoué" in debian.run("cat /tmp/alerte").stdout, what="no alert came", seconds=60)
    return debian.do("sleep 1; cat /tmp/alerte")


def asked(debian):
    return debian.do('aiguilleur ask "quel organisme pour les Landes ?"')


def test_the_server_starts_as_the_document_says(debian):
    debian.do(FILES)
    set_up(debian, BACKUP_RECIPIENT=IDENTITY.to_public(), ALERTE="'cat > /tmp/alerte'")
    debian.do(f"sed -i s/bot.exemple.fr/localhost/ /etc/systemd/system/caddy.service.d/aiguilleur.conf\n{START}")
    assert '"status":"ready"' in debian.do("curl -s http://127.0.0.1:8080/ready")
    assert ANSWER in asked(debian)
    assert len(saved(debian)) == 1
    assert "200" in debian.do("curl -skL http://localhost/ -o /dev/null -w '%{http_code}'")


def test_nothing_that_serves_lies_where_the_unit_cannot_see_it(debian):
    shown = debian.do("systemctl show aiguilleur --property=ActiveState,User,ProtectHome,MainPID")
    assert {"ActiveState=active", "User=aiguilleur", "ProtectHome=yes"} <= set(shown.split())
    process = re.search(r"MainPID=(\d+)", shown)[1]
    opened = debian.do(f"cat /proc/{process}/maps")
    assert "/root/" not in opened
    assert "/home/" not in opened


def test_the_unit_may_do_little_else(debian):
    exposure = debian.do("systemd-analyze security aiguilleur.service --no-pager | tail -1")
    assert float(re.search(r"(\d+\.\d)", exposure)[1]) < 3.0, exposure


def test_caddys_configuration_and_the_texts_are_taken_up_by_a_reload(debian):
    debian.do("systemctl reload caddy aiguilleur")
    assert debian.do("systemctl is-active caddy").strip() == "active"


def test_whoever_comes_during_a_restart_waits_and_is_answered(debian):
    debian.do("systemctl restart --no-block aiguilleur; sleep 5")
    began = time.monotonic()
    assert debian.do("curl -s -m 120 -o /dev/null -w '%{http_code}' http://127.0.0.1:8080/live") == "200"
    assert time.monotonic() - began > 0.5
    debian.do("systemctl start aiguilleur")


def test_a_failure_is_told_to_the_operator_and_the_server_comes_back(debian):
    debian.do("rm -f /tmp/alerte; systemctl kill --signal=KILL --kill-whom=main aiguilleur")
    assert "aiguilleur.service a échoué" in alert(debian)
    assert "aiguilleur.service a échoué" in debian.do("journalctl -p crit --no-pager")
    until(lambda: debian.run("systemctl is-active aiguilleur").stdout.strip() == "active", seconds=120)
    assert ANSWER in asked(debian)


def test_a_backup_that_fails_is_told(debian):
    debian.do("rm -f /tmp/alerte")
    set_up(debian, BACKUP_RECIPIENT="")
    assert debian.run("systemctl start aiguilleur-sauvegarde").returncode
    shown = alert(debian)
    assert "aiguilleur-sauvegarde.service" in shown
    assert "age-keygen" in shown
    set_up(debian, BACKUP_RECIPIENT=IDENTITY.to_public())


def test_a_lost_database_is_restored_as_the_document_says(debian):
    debian.do("systemctl start aiguilleur-sauvegarde")
    (debian.root / "root/cle-des-sauvegardes.txt").write_text(str(IDENTITY))
    lines = RESTORATION.replace("SAUVEGARDE", f"{BACKUPS}/{saved(debian)[-1].name}")
    shown = debian.do(lines.replace("< cle", "< /root/cle"))
    assert "Remis : " in shown
    assert "keys 1" in shown
    assert ANSWER in asked(debian)


def test_several_processes_serve_on_postgresql_and_redis(debian):
    debian.do("systemctl start aiguilleur-sauvegarde postgresql redis-server")
    debian.do(SERVICES, typed="motdepasse\nmotdepasse\n")
    set_up(debian, WORKERS="2", DATABASE_URL="postgresql://aiguilleur:motdepasse@127.0.0.1:5432/aiguilleur")
    set_up(debian, REDIS_URL="redis://127.0.0.1:6379/0")
    debian.do(
        f"aiguilleur restore-backup {BACKUPS}/{saved(debian)[-1].name} --cle - < /root/cle-des-sauvegardes.txt; "
        "systemctl restart aiguilleur"
    )
    assert ANSWER in asked(debian)
    assert "postgresql" in debian.do("aiguilleur db status")
    debian.do(ANOTHER_DATABASE)


def test_secrets_in_files_reach_the_server_and_no_environment(debian):
    debian.do(SECRETS)
    secrets = debian.root / "etc/aiguilleur.secrets"
    for name, value in {
        "DATABASE_URL": "postgresql://aiguilleur:motdepasse@127.0.0.1:5432/aiguilleur",
        "REDIS_URL": "redis://127.0.0.1:6379/0",
        "AIGUILLEUR_HASH_KEY": (debian.root / "var/lib/aiguilleur/hash.key").read_text().split()[0],
    }.items():
        (secrets / name).write_text(value + "\n")
        debian.do(f"chown root:aiguilleur /etc/aiguilleur.secrets/{name}; chmod 640 /etc/aiguilleur.secrets/{name}")
    debian.do("sed -i '/^DATABASE_URL/d;/^REDIS_URL/d' /etc/aiguilleur.env; systemctl daemon-reload")
    debian.do("systemctl restart aiguilleur")
    process = debian.do("systemctl show aiguilleur --property=MainPID --value").strip()
    assert "motdepasse" not in debian.do(f"tr '\\0' '\\n' < /proc/{process}/environ")
    token = (secrets / "METRICS_TOKEN").read_text().strip()
    assert len(token) == 64
    debian.do("systemctl start aiguilleur-sauvegarde")
    assert "postgresql" in debian.do("aiguilleur db status")
    assert ANSWER in asked(debian)
