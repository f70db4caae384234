"""Commands as processes forked from one that has imported the libraries: they start in two seconds instead of seven.

Rasa is imported once for all; our own code of `bot/`, the settings and the model come after the fork, as when the
command is run; in another copy of the project, all of our code. What is told by how a program starts (`LD_PRELOAD`, a
stop in its first seconds) needs one that is run.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

_FORKING = multiprocessing.get_context("forkserver")
# A process that has started a thread or loaded the metrics cannot be forked from: they depend on the settings.
_FORKING.set_forkserver_preload(["tests.support.libraries"])


ROOT = Path(__file__).parents[2]
_OWN = ("bot", "nlu", "rules")


class Forked:
    """`aiguilleur` with arguments, in a process of its own, with the methods of `subprocess.Popen`."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str], folder: Path, log: Path) -> None:
        self._process = _FORKING.Process(
            target=_run, args=(list(arguments), dict(environment), str(folder), str(log)), daemon=True
        )
        self._process.start()
        self.pid = self._process.pid

    def poll(self) -> int | None:
        """The exit code, as of `subprocess.Popen`; None while it runs."""
        return self._process.exitcode

    def wait(self, seconds: float | None = None) -> int:
        """Waits until it has ended; the exit code.

        Raises:
            TimeoutError: it still runs after so many seconds.
        """
        self._process.join(seconds)
        if self._process.exitcode is None:
            raise TimeoutError(f"process {self.pid} still runs after {seconds} s")
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """As `kill` of the shell; nothing once it has ended."""
        if self.poll() is None and self.pid is not None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Ends it by force."""
        self.send_signal(signal.SIGKILL)


def _run(arguments: list[str], environment: dict[str, str], folder: str, log: str) -> None:
    """In the new process: make it what the command's would be, and run the command."""
    with open(log, "ab") as lines:
        os.dup2(lines.fileno(), 2)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    tempfile.tempdir = None  # that of the environment
    if Path(folder) != ROOT:
        _forget_own_modules()
        sys.path.insert(0, folder)
    sys.argv = ["aiguilleur", *arguments]
    from bot.cli.main import main

    main()


def _forget_own_modules() -> None:
    """Our code is imported anew, from the folder that the command is run in."""
    for name in [name for name in sys.modules if name.partition(".")[0] in _OWN]:
        del sys.modules[name]
