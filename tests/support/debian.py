"""A Debian from nothing in a folder, with a systemd of its own as its first process: nothing of this machine is in it.

Root is needed. What installs packages has this machine's network; once it has booted it has one of its own.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tests.support.packages import installed
from tests.support.server import until

_PACKAGES = "systemd,systemd-sysv,dbus,ca-certificates"
_RELEASE = "trixie"
_NEVER_START = "#!/bin/sh\nexit 101\n"

_MOUNTS = """
set -e
mount --make-rprivate /
mount --rbind "$1" "$1"
mount -t tmpfs -o mode=755 tmpfs "$1/dev"
mkdir "$1/dev/shm" "$1/dev/pts"
for device in null zero full random urandom tty; do
    touch "$1/dev/$device" && mount --bind "/dev/$device" "$1/dev/$device"
done
mount -t tmpfs tmpfs "$1/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$1/dev/pts"
ln -s pts/ptmx "$1/dev/ptmx" && ln -s /proc/self/fd "$1/dev/fd"
mount -t proc proc "$1/proc"
"""

_INSTALL = f"""{_MOUNTS}
mount --bind "$2" "$1/root/.cache/uv"
exec chroot "$1" bash -e
"""

_BOOT = f"""{_MOUNTS}
mount -t tmpfs -o mode=755 tmpfs "$1/run"
mount -t tmpfs -o mode=1777 tmpfs "$1/tmp"
mount -t sysfs -o ro sysfs "$1/sys"
mount -t tmpfs tmpfs "$1/sys/fs/cgroup"
mount -t cgroup2 cgroup2 "$1/sys/fs/cgroup"
cd "$1" && pivot_root . mnt && umount -l /mnt
# As systemd expects it in a container: what it mounts for a unit, as its secrets, reaches that unit.
mount --make-rshared /
exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd
"""


class Debian:
    """First to install things in, then to boot."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "debian"
        self._folder = folder
        self._init = 0
        debootstrap = installed("debootstrap", "debootstrap")
        command = [debootstrap, "--variant=minbase", f"--include={_PACKAGES}", _RELEASE, str(self.root)]
        subprocess.run(command, check=True, capture_output=True)
        self._lend()

    def _lend(self) -> None:
        """How this machine reaches packages, and its Python 3.10, in place of the one that uv would fetch from afar."""
        shutil.copy("/etc/resolv.conf", self.root / "etc")
        python = Path(sys.base_prefix)
        shutil.copytree(python, self.root / "opt/python3.10", symlinks=True)
        (self.root / "etc/ld.so.conf.d/python.conf").write_text("/opt/python3.10/lib\n")
        subprocess.run(["chroot", self.root, "ldconfig"], check=True)  # noqa: S607
        shutil.copy("/etc/ssl/certs/ca-certificates.crt", self.root / "opt/certificates.crt")

    def install(self, script: str) -> str:
        """Run lines of a shell before it boots; what they print."""
        never = self.root / "usr/sbin/policy-rc.d"
        never.write_text(_NEVER_START)
        never.chmod(0o755)
        cache = Path.home() / ".cache/uv"
        cache.mkdir(parents=True, exist_ok=True)
        (self.root / "root/.cache/uv").mkdir(parents=True, exist_ok=True)
        certificates = "/opt/certificates.crt"
        environment = {
            "HOME": "/root",
            "DEBIAN_FRONTEND": "noninteractive",
            "LANG": "C.UTF-8",
            "PATH": "/opt/python3.10/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "SSL_CERT_FILE": certificates,
            "PIP_CERT": certificates,
        }
        command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "bash", "-c", _INSTALL, "sh"]
        done = subprocess.run(
            [*command, self.root, cache], input=script, env=environment, capture_output=True, text=True, check=False
        )
        never.unlink()
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def boot(self) -> None:
        """Start it, and wait until it has come up."""
        command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--uts", "--ipc", "--cgroup", "--net"]
        with (self._folder / "boot.log").open("wb") as log:
            started = subprocess.Popen(
                [*command, "bash", "-c", _BOOT, "sh", self.root], stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

        def is_up() -> bool:
            assert started.poll() is None, (self._folder / "boot.log").read_text()
            children = Path(f"/proc/{started.pid}/task/{started.pid}/children").read_text().split()
            self._init = int(children[0]) if children else 0
            states = ("running", "degraded")
            return bool(self._init) and self.run("systemctl is-system-running").stdout.strip() in states

        until(is_up, 90, lambda: "it did not come up: " + (self._folder / "boot.log").read_text())

    def run(self, script: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Run lines of a shell in it, as root, from the folder of the project; `typed` is what they are asked."""
        command = ["nsenter", "--target", str(self._init), "--all", "--root", "--wd", "bash", "-ec"]
        environment = {"HOME": "/root", "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
        return subprocess.run(
            [*command, f"cd /opt/aiguilleur; {script}"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
            input=typed,
        )

    def do(self, script: str, typed: str = "") -> str:
        """As :meth:`run`; every line has to succeed."""
        done = self.run(script, typed)
        assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}\n{self._journal()}"
        return done.stdout

    def _journal(self) -> str:
        return self.run("journalctl --no-pager --lines 60 --output cat").stdout

    def halt(self) -> None:
        """End all of its processes; their folders go with them."""
        if self._init:
            with suppress(ProcessLookupError):
                os.kill(self._init, signal.SIGKILL)
