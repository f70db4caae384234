"""Content shared by the processes of a server: each takes up the content that the first process published last."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from types import SimpleNamespace

from async_timeout import timeout

from bot.server.reloading.shared_content import Publication
from bot.server.reloading.sighup import FollowedRenewal
from tests.support.waiting import all_has_begun


async def test_hang_up_during_the_start_does_not_restore_the_previous_content(tmp_path, monkeypatch):
    publication, current = Publication(tmp_path), SimpleNamespace(latest=SimpleNamespace(digest="0"))
    renewal = FollowedRenewal(publication, current)
    newer, read, go_on = publication.newer_than, threading.Event(), threading.Event()

    def slowly_at_first(digest):
        found = newer(digest)
        if not read.is_set():
            read.set()
            go_on.wait(10)
        return found

    monkeypatch.setattr(publication, "newer_than", slowly_at_first)
    publication.publish(SimpleNamespace(digest="1"))
    starting = asyncio.create_task(renewal.start(lambda content: setattr(current, "latest", content)))
    await asyncio.to_thread(read.wait)
    publication.publish(SimpleNamespace(digest="2"))
    os.kill(os.getpid(), signal.SIGHUP)
    await all_has_begun()
    go_on.set()
    await starting
    async with timeout(10):
        while current.latest.digest != "2":
            await asyncio.sleep(0.01)
    renewal.stop()
