"""A server reads a programme in a thread: the maintainers who work on it do not wait for one another."""

from __future__ import annotations

import subprocess
import sys
from textwrap import dedent

_READ = dedent(
    """
    import sys
    from threading import Barrier, Thread
    from rules.loading import load_programme

    sys.setswitchinterval(1e-6)
    at_once = Barrier(4)

    def read():
        at_once.wait()
        load_programme()

    threads = [Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    """
)


def test_threads_that_are_the_first_to_read_a_programme_do_so_at_once():
    done = subprocess.run([sys.executable, "-X", "faulthandler", "-c", _READ], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
