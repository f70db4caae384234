"""Try every address once: is the page still there? Needs the network, unlike all other checks."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from importlib.metadata import version

import httpx

from bot.maintenance.check.links import Address
from bot.maintenance.check.thresholds import OnlineThresholds
from rules.errors import Finding

_AGENT = f"Aiguilleur/{version('aiguilleur')} (link check)"
_GONE = frozenset({404, 410})
_NO_HEAD = frozenset({400, 403, 404, 405, 410, 429, 500, 501, 502, 503})
"""Answers to HEAD that must be confirmed by GET: many sites answer HEAD wrongly."""

_LIMITED = frozenset({401, 403, 429, 451})
"""Answers of pages that may exist for people but refuse us."""


async def online_findings(every: Iterable[Address], limits: OnlineThresholds) -> list[Finding]:
    """Mistakes found by trying addresses; each is requested once, however often it occurs."""
    by_url: dict[str, list[Address]] = {}
    for address in every:
        by_url.setdefault(address.url, []).append(address)
    at_once = asyncio.Semaphore(limits.a_la_fois)
    async with httpx.AsyncClient(
        headers={"User-Agent": _AGENT}, timeout=limits.secondes, follow_redirects=True
    ) as client:

        async def tried(url: str) -> tuple[str, str] | None:
            async with at_once:
                return await _tried(client, url)

        results = await asyncio.gather(*(tried(url) for url in by_url))
    return [
        Finding(address.place, problem[0], problem[1], "warning")
        for (url, same), problem in zip(by_url.items(), results, strict=True)
        if problem
        for address in same
    ]


async def _tried(client: httpx.AsyncClient, url: str) -> tuple[str, str] | None:
    """The problem with an address and its remedy; None if the page is there."""
    try:
        response = await client.head(url)
        if response.status_code in _NO_HEAD:
            async with client.stream("GET", url) as response:
                pass
    except httpx.TimeoutException:
        return f"« {url} » ne répond pas à temps", "réessayer plus tard ; si cela dure, chercher la nouvelle adresse"
    except httpx.TooManyRedirects:
        return f"« {url} » renvoie sans fin d'une page à l'autre", "l'ouvrir, et chercher l'adresse de la page"
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        if "certificate" in str(error).casefold() or "ssl" in str(error).casefold():
            return f"« {url} » : son certificat n'est pas valable", "prévenir l'organisme, ou retirer le lien"
        return f"« {url} » ne s'ouvre pas ({_why(error)})", "vérifier le nom du site ; s'il a fermé, retirer le lien"
    if response.status_code in _GONE:
        return f"« {url} » n'existe plus ({response.status_code})", "chercher la nouvelle adresse, ou retirer le lien"
    if response.status_code in _LIMITED:
        return f"« {url} » refuse d'être vérifiée ({response.status_code})", "l'ouvrir dans un navigateur"
    if response.status_code >= 400:
        return f"« {url} » répond par une erreur ({response.status_code})", "réessayer plus tard"
    if response.history and _another(url, str(response.url)):
        return f"« {url} » renvoie vers « {response.url} »", "vérifier que c'est la même page, et écrire cette adresse"
    return None


def _why(error: Exception) -> str:
    return "site introuvable" if "name" in str(error).casefold() else type(error).__name__


def _another(url: str, target: str) -> bool:
    """Whether a redirect leads elsewhere, and not just to the same address with a slash."""
    return url.rstrip("/") != target.rstrip("/")
