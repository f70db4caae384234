"""The inventory of what an operator installs: every library of the serving lock, with its hashes, as CycloneDX."""

from __future__ import annotations

import json
import re
import subprocess

from tests.deploy.test_serving_install import LOCK
from tests.support.server import ROOT

_INVENTORY = ROOT / "var" / "sbom.json"
_PINNED = re.compile(r"^([\w.-]+)==(\S+)((?: \\\n    --hash=sha256:\w+)+)", re.MULTILINE)
_IMPORTED = re.compile(r"""(?:\bfrom|\bimport\(?)\s*["']([^"']+)["']""")


def test_the_inventory_is_valid_and_has_every_library_of_the_lock_with_its_hashes() -> None:
    """What writes it holds it against the schema of CycloneDX, and fails where it is not."""
    made = subprocess.run([ROOT / ".ci" / "sbom"], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    inventory = json.loads(_INVENTORY.read_text(encoding="utf-8"))
    assert (inventory["bomFormat"], inventory["specVersion"]) == ("CycloneDX", "1.6")
    assert inventory["metadata"]["component"]["name"] == "aiguilleur"
    listed = {
        (component["purl"], found["content"])
        for component in inventory["components"]
        for reference in component["externalReferences"]
        for found in reference["hashes"]
    }
    locked = {
        (f"pkg:pypi/{name}@{version}", found)
        for name, version, hashes in _PINNED.findall(LOCK.read_text(encoding="utf-8"))
        for found in re.findall(r"sha256:(\w+)", hashes)
    }
    assert len(locked) > 500
    assert listed == locked


def test_the_window_on_a_site_has_no_library_that_the_inventory_would_miss() -> None:
    scripts = sorted((ROOT / "bot" / "channels" / "web" / "static").rglob("*.js"))
    imported = {name for script in scripts for name in _IMPORTED.findall(script.read_text(encoding="utf-8"))}
    assert imported, "no script imports another"
    assert all(name.startswith((".", "/")) for name in imported)
    modules = [json.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "deploy").rglob("package.json")]
    assert modules, "the module for sites that build their own was not found"
    assert not [module for module in modules if module.keys() & {"dependencies", "peerDependencies"}]
