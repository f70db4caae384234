"""A real pseudo-terminal, as wide as maintainers have it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import sys
import termios
from collections.abc import Callable

COLUMNS = 80

_STYLE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def on_terminal(run: Callable[[], object], columns: int = COLUMNS) -> list[str]:
    """The lines that a function leaves on a terminal, without colours; it runs in a process of its own."""
    process, screen = pty.fork()
    if process == 0:
        code = 1
        try:
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
            for name in ("COLUMNS", "LINES", "NO_COLOR"):
                os.environ.pop(name, None)
            os.environ["TERM"] = "xterm-256color"
            sys.stdout, sys.stderr = os.fdopen(1, "w", encoding="utf-8"), os.fdopen(2, "w", encoding="utf-8")
            run()
            sys.stdout.flush()
            sys.stderr.flush()
            code = 0
        finally:
            os._exit(code)
    written = bytearray()
    try:
        while part := os.read(screen, 65_536):
            written += part
    except OSError:
        pass  # the terminal is closed when the last process leaves it
    finally:
        os.close(screen)
        os.waitpid(process, 0)
    return _STYLE.sub("", written.decode("utf-8")).replace("\r", "").split("\n")


def unwrapped(text: str) -> str:
    """A text without the spaces and line ends at which a terminal may wrap it."""
    return "".join(text.split())
