"""The Bot API over HTTP, in a thread of its own."""

from __future__ import annotations

import asyncio
import inspect
import logging
import socket
import threading
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tests.doubles.telegram.faults import BadGateway, Drops, Fault, Faults, Refuses, Silent, Slow
from tests.doubles.telegram.methods import METHODS, Method
from tests.doubles.telegram.parameters import convert, read_body
from tests.doubles.telegram.refusals import RefusedError
from tests.doubles.telegram.updates import SET_WEBHOOK, Update
from tests.doubles.telegram.webhook import Delivery, Poster, Webhook
from tests.doubles.telegram.world import Json, User, World

TOKEN = "4242:token-of-the-double"  # noqa: S105
DEADLINE_SECONDS = 60.0
Result = TypeVar("Result")


@dataclass(frozen=True)
class Call:
    """A request that the double got.

    Args:
        at: seconds of the epoch at which it came.
        code: what it was answered with; none where no answer was to come.
        result: what was done, none where it was refused; there also where the bot never learnt of it.
    """

    method: str
    parameters: Json
    chat_id: int | None
    at: float
    code: int | None
    result: Any = None
    description: str | None = None

    @property
    def accepted(self) -> bool:
        """Whether it was carried out."""
        return self.result is not None


class Broken(Response):
    """An answer whose connection breaks before its end."""

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000")]})
        raise ConnectionAbortedError


class Unanswered(Response):
    """No answer, for as long as the client waits and the double runs."""

    async def __call__(self, _scope: Scope, receive: Receive, _send: Send) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass


class Server:
    """A Bot API of one bot, at `url` once it is started.

    Args:
        port: where to listen, 0 for any.
        token: the bot's.
        webhook_timeout_seconds: how long an answer of the webhook is waited for; Telegram waits a minute.
    """

    def __init__(
        self,
        token: str = TOKEN,
        username: str = "aiguilleur_bot",
        port: int = 0,
        webhook_timeout_seconds: float = 10.0,
    ) -> None:
        self.token = token
        self._username = username
        self._begin()
        self._port = port
        self._webhook_timeout_seconds = webhook_timeout_seconds
        self._poster: Poster | None = None
        app = Starlette(routes=[Route("/bot{token}/{method}", self._handle, methods=["GET", "POST"])])
        # Its own set-up of logging would close what other handlers write to, and pytest reads from.
        config = uvicorn.Config(app, log_config=None, lifespan="off", ws="none")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._serve, name="bot-api", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        """Serves from now on."""
        self._socket = socket.create_server(("127.0.0.1", self._port))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread.start()
        end = time.monotonic() + DEADLINE_SECONDS
        while not self._server.started:
            if time.monotonic() > end:
                raise TimeoutError("the double did not start")
            time.sleep(0.01)

    def stop(self) -> None:
        """Ends it, with all that is under way."""
        self._run(self.use_webhook(None))
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(DEADLINE_SECONDS)

    def forget(self) -> None:
        """All is as at the start: no chats and no webhook, nothing that waits, goes wrong or was recorded."""

        async def forget() -> None:
            await self.use_webhook(None)
            self.world.updates.end_poll(SET_WEBHOOK)
            self._begin()
            self.world.updates.wake = self._wake_soon

        self._run(forget())

    @property
    def webhook(self) -> Webhook | None:
        """Where updates are posted."""
        return self._poster.webhook if self._poster else None

    async def use_webhook(self, webhook: Webhook | None) -> None:
        """Posts updates there from now on, or nowhere."""
        if self._poster:
            await self._poster.stop()
            self._poster = None
        if webhook:
            self._poster = Poster(webhook, self.world.updates, self._delivered, self._webhook_timeout_seconds)

    def calls(self, method: str | None = None, chat: int | None = None) -> list[Call]:
        """The requests that came, of one method, of one chat."""
        with self.world.changed:
            return [
                call
                for call in self._calls
                if (method is None or call.method.lower() == method.lower()) and chat in (None, call.chat_id)
            ]

    def post_now(self, updates: list[Update]) -> list[Delivery]:
        """Posts these to the webhook at once and side by side, one attempt each.

        Raises:
            LookupError: no webhook is set.
        """
        if self._poster is None:
            raise LookupError("no webhook is set")
        poster = self._poster

        async def post() -> list[Delivery]:
            return await asyncio.gather(*(poster.post(update) for update in updates))

        return self._run(post())

    def wait(self, ready: Callable[[], Result | None], what: str, seconds: float = DEADLINE_SECONDS) -> Result:
        """Waits until `ready` returns a true value, and returns it.

        Raises:
            AssertionError: the deadline passed; says what was waited for.
        """
        end = time.monotonic() + seconds
        with self.world.changed:
            while not (result := ready()):
                left = end - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"{what}: not within {seconds} s")
                self.world.changed.wait(left)
            return result

    def _begin(self) -> None:
        self.world = World(User(int(self.token.partition(":")[0]), "Aiguilleur", None, self._username, is_bot=True))
        self.faults = Faults()
        self.deliveries: list[Delivery] = []
        self._calls: list[Call] = []

    def _serve(self) -> None:
        async def serve() -> None:
            self._loop = asyncio.get_running_loop()
            self.world.updates.wake = self._wake_soon
            await self._server.serve([self._socket])

        asyncio.run(serve())

    def _wake(self) -> None:
        self.world.updates.wake_poll()
        if self._poster:
            self._poster.wake()

    def _wake_soon(self) -> None:
        assert self._loop
        self._loop.call_soon_threadsafe(self._wake)

    def _run(self, coroutine: Coroutine[Any, Any, Result]) -> Result:
        assert self._loop
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(4 * DEADLINE_SECONDS)

    def _delivered(self, delivery: Delivery) -> None:
        with self.world.changed:
            self.deliveries.append(delivery)
            self.world.changed.notify_all()

    async def _handle(self, request: Request) -> Response:
        if request.path_params["token"] != self.token:
            return _json(RefusedError(401, "Unauthorized"))
        method = METHODS.get(request.path_params["method"].lower())
        if method is None:
            unknown = RefusedError(404, "Not Found: method not found")
            self._note(request.path_params["method"], {}, time.time(), unknown.code, description=unknown.description)
            return _json(unknown)
        parameters = read_body(request.url.query, await request.body())
        fault = self.faults.take(method.name, self._chat_id(parameters))
        try:
            return await self._perform(method, parameters, fault)
        except Exception:
            # Uvicorn is silent because of the connections that break on purpose.
            logging.getLogger(__name__).exception("the double has a defect in %s", method.name)
            raise

    async def _perform(self, method: Method, parameters: Json, fault: Fault | None) -> Response:
        """Carries a request out and answers it, as far as nothing goes wrong on purpose."""
        at = time.time()
        before = _instead(fault)
        if before:
            self._note(method.name, parameters, at, _code(before), description=f"{fault}")
            return before
        try:
            given = convert(parameters, method.parameters, method.name)
            result = method.action(self, given)
            if inspect.isawaitable(result):
                result = await result
        except RefusedError as refused:
            self._note(method.name, parameters, at, refused.code, description=refused.description)
            return _json(refused)
        response: Response = JSONResponse({"ok": True, "result": result})
        if isinstance(fault, Silent):
            response = Unanswered()
        elif isinstance(fault, Drops):
            response = Broken()
        went_wrong = f"{fault}" if fault else None
        self._note(method.name, parameters, at, _code(response), result=result, description=went_wrong)
        if isinstance(fault, Slow):
            await asyncio.sleep(fault.seconds)
        return response

    def _note(self, method: str, parameters: Json, at: float, code: int | None, **more: Any) -> None:
        call = Call(method, parameters, self._chat_id(parameters), at, code, **more)
        with self.world.changed:
            self._calls.append(call)
            self.world.changed.notify_all()

    def _chat_id(self, parameters: Json) -> int | None:
        """The chat that a request concerns, also where it answers the press of a button there."""
        query = self.world.callback_queries.get(str(parameters.get("callback_query_id")))
        if query:
            return query.message.chat.id
        try:
            return int(parameters["chat_id"])
        except (KeyError, TypeError, ValueError):
            return None


def _instead(fault: Fault | None) -> Response | None:
    """What comes in place of carrying the request out."""
    if isinstance(fault, Refuses):
        return _json(fault.refusal())
    if isinstance(fault, BadGateway):
        return HTMLResponse(fault.body, fault.code)
    if isinstance(fault, Silent) and not fault.after:
        return Unanswered()
    if isinstance(fault, Drops) and not fault.after:
        return Broken()
    return None


def _code(response: Response) -> int | None:
    return None if isinstance(response, (Broken, Unanswered)) else response.status_code


def _json(refused: RefusedError) -> Response:
    return JSONResponse(refused.body(), refused.code)
