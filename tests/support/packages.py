"""What tests need of Debian's packages, installed where this is allowed."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_APT = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=600", "-o", "Acquire::Retries=5"]
"""It waits for who else installs, and asks a mirror that does not answer again."""

_TRIES = 3
_PAUSE_SECONDS = 20


def installed(command: str, package: str) -> str:
    """The command's path; installed from Debian's packages where this is allowed.

    Raises:
        RuntimeError: it is missing and cannot be installed: says what to install.
    """
    path = shutil.which(command)
    if not path:
        with alone("apt"):
            if not shutil.which(command):
                install(package, missing=command)
        path = shutil.which(command)
    if not path:
        raise RuntimeError(f"Le paquet {package} est installé, mais « {command} » manque.")
    return path


def install(*packages: str, missing: str) -> None:
    """Install Debian's packages, without what they only recommend; to be done `alone("apt")`. Tried three times.

    Raises:
        RuntimeError: this is not allowed, or does not succeed: says what is missing, and all that apt said.
    """
    names = " ".join(packages)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise RuntimeError(f"Il manque « {missing} » : installez de quoi le lancer (apt install {names}).")
    said: list[str] = []
    for number in range(_TRIES):
        time.sleep(_PAUSE_SECONDS * number)
        if _apt("update", said) and _apt(f"install -y --no-install-recommends {names}", said):
            return
    raise RuntimeError(f"Il manque « {missing} », et apt n'installe pas {names} : {''.join(said)}")


def _apt(step: str, said: list[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run([*_APT, *step.split()], capture_output=True, text=True, check=False, env=environment)
    said.append(f"\napt-get {step}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.returncode == 0


@contextmanager
def alone(task: str) -> Iterator[None]:
    """Of the processes that test at once, only one does this at a time."""
    with open(Path(tempfile.gettempdir()) / f"aiguilleur-tests-{task}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
