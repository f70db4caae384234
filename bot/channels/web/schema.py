"""The bodies of requests and responses of the HTTP API, with their OpenAPI descriptions."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, Literal

from pydantic import BaseModel, Field, StrictBool, StrictStr, root_validator, validator

CHOICE: Final = r"^c_[a-z2-7]{10}$"
"""The ids of choices (bot/answers/choice_ids.py)."""

_MESSAGE_ID: Final = "6f1c9a52-6f57-4d0e-9a37-0a3f6c1b7e11"
_TOKEN: Final = "WyJ0X1l2…"  # noqa: S105
_SOURCE: Final = "Source : page de Hubikoop sur la formation des conseillers numériques, printemps 2024."


class RefusalBody(BaseModel):
    """Why a request was refused: a sentence for people, and a code for programs."""

    error: str
    code: str

    class Config:
        schema_extra: Final = {"example": {"error": "the token is too old", "code": "token_invalid"}}


def refusals(*codes: int) -> dict[int | str, dict[str, Any]]:
    """The refusals of an operation, for FastAPI's `responses`."""
    return {
        **{code: {"model": RefusalBody} for code in codes},
        "default": {"model": RefusalBody, "description": "Any refusal"},
    }


def _encodable(text: str | None) -> str | None:
    """The text, if it can be stored and returned: JSON may contain halves of characters."""
    try:
        (text or "").encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"not a text: it holds half a character at {error.start}") from error
    return text


def _given(value: object) -> object:
    """The value of a field that may be missing but not null: the document declares no field nullable."""
    if value is None:
        raise ValueError("leave it out rather than null")
    return value


class MessageRequest(BaseModel):
    """A message of an adviser: words of their own, or a choice that an answer offered; never both."""

    message_id: StrictStr = Field(
        ...,
        min_length=1,
        max_length=200,
        description="Made by the client. Sent again in a conversation, it gets the same reply.",
    )
    message: StrictStr | None = Field(None, description="What the adviser wrote.")
    choice: StrictStr | None = Field(None, regex=CHOICE, description="The id of a choice.")
    hub: StrictStr | None = Field(None, max_length=100, description="The hub whose site the adviser is on.")
    language: Literal["fr", "en"] | None = Field(None, description="The page's language, until the adviser writes.")
    department: StrictStr | None = Field(
        None, max_length=3, description="Where the adviser is until they say so, rather than the hub's territory."
    )

    class Config:
        extra = "forbid"
        schema_extra: Final[dict[str, Any]] = {
            "example": {"message_id": _MESSAGE_ID, "message": "quel organisme pour les Landes ?", "hub": "exemple"},
            "oneOf": [{"required": ["message"]}, {"required": ["choice"]}],
        }

    _optional = validator("message", "choice", "hub", "language", "department", pre=True, allow_reuse=True)(_given)
    _id = validator("message_id", allow_reuse=True)(_encodable)

    @root_validator(skip_on_failure=True)
    def _one_of_both(cls, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N805
        if (values["message"] is None) == (values["choice"] is None):
            raise ValueError("either message or choice is needed")
        return values


class TokenRequest(BaseModel):
    """A conversation that is to begin."""

    hub: StrictStr | None = Field(None, max_length=100, description="The hub whose site the adviser is on.")

    class Config:
        extra = "forbid"
        schema_extra: Final = {"example": {"hub": "exemple"}}

    _optional = validator("hub", pre=True, allow_reuse=True)(_given)


class TokenResponse(BaseModel):
    """The token for the first message."""

    token: str

    class Config:
        schema_extra: Final = {"example": {"token": _TOKEN}}


class LinkBody(BaseModel):
    """An address to act on: http, https or mailto."""

    title: str
    url: str


class ChoiceBody(BaseModel):
    """A choice, to be sent back by its id."""

    id: str = Field(..., regex=CHOICE)
    title: str


class CardBody(BaseModel):
    """A part of an answer under the name of what it is for, with its own links."""

    type: Literal["card"]
    title: str
    text: str
    links: list[LinkBody]


class StepBody(BaseModel):
    """A stage of the path."""

    line: str
    details: list[str]
    is_next: bool


class StepsBody(BaseModel):
    """The path, stage by stage."""

    type: Literal["steps"]
    steps: list[StepBody]


class TableBody(BaseModel):
    """Things compared: the first cell of each row names it; `lines` says the same as text."""

    type: Literal["table"]
    header: list[str]
    rows: list[list[str]]
    lines: list[str]


class FoldBody(BaseModel):
    """What is less urgent, under a title."""

    type: Literal["fold"]
    title: str
    texts: list[str]


class ReplyBody(BaseModel):
    """An answer, as text without markup; sources and notices are apart."""

    message_id: str = Field(..., description="The message it answers.")
    language: Literal["fr", "en"]
    blocks: list[str | CardBody | StepsBody | TableBody | FoldBody] = Field(
        ..., description="Its parts in order, the verdict first: a text is a paragraph, with lists of “•” lines."
    )
    paragraphs: list[str] = Field(..., description="The blocks as text, for clients that show no others.")
    notices: list[str] = Field(..., description="What other sources say.")
    sources: list[str]
    links: list[LinkBody] = Field(..., description="Those of no card.")
    choices: list[ChoiceBody]
    question: str | None = Field(..., nullable=True, description="Which question was answered.")
    rateable: bool = Field(..., description="Whether /api/feedback takes an opinion on it.")
    why: str | None = Field(
        ..., nullable=True, description="The choice that asks why; it bears on the last answer of the conversation."
    )
    at: datetime
    erased: bool = Field(..., description="Everything kept of the conversation was erased just now.")


class MessageResponse(BaseModel):
    """The answer, and the token for the next request."""

    token: str
    reply: ReplyBody

    class Config:
        schema_extra: Final = {
            "example": {
                "token": _TOKEN,
                "reply": {
                    "message_id": _MESSAGE_ID,
                    "language": "fr",
                    "blocks": ["Pour le titre complet dans les Landes, c’est La Mêlée."],
                    "paragraphs": ["Pour le titre complet dans les Landes, c’est La Mêlée."],
                    "notices": [],
                    "sources": [_SOURCE],
                    "links": [{"title": "S’inscrire", "url": "https://www.lamelee.com/"}],
                    "choices": [{"id": "c_abcdefgh23", "title": "Les conditions d’accès"}],
                    "question": "organisme",
                    "rateable": True,
                    "why": "c_bcdefgh234",
                    "at": "2026-11-25T10:00:00Z",
                    "erased": False,
                },
            }
        }


class FeedbackRequest(BaseModel):
    """An adviser's opinion on an answer; it takes the place of the conversation's earlier one."""

    message_id: StrictStr = Field(..., min_length=1, max_length=200, description="The message that was answered.")
    useful: StrictBool
    reason: Literal["fausse", "autre_question", "pas_claire", "perimee", "autre"] | None = None
    text: StrictStr | None = Field(None, max_length=4000, description="Kept after masking.")

    class Config:
        extra = "forbid"
        schema_extra: Final = {"example": {"message_id": _MESSAGE_ID, "useful": False, "reason": "perimee"}}

    _optional = validator("reason", "text", pre=True, allow_reuse=True)(_given)
    _texts = validator("message_id", "text", allow_reuse=True)(_encodable)


class ErasureResponse(BaseModel):
    """The receipt of an erasure, which names nobody."""

    receipt: str

    class Config:
        schema_extra: Final = {"example": {"receipt": "EFF-2345-ABCD-6789"}}


class ColoursBody(BaseModel):
    """The hub's colour, and the one of text on it."""

    primary: str
    on_primary: str


class HubResponse(BaseModel):
    """The profile of a hub for the widget; texts, greeting and first choices by language."""

    id: str
    name: str
    languages: list[Literal["fr", "en"]]
    colours: ColoursBody
    theme: Literal["auto", "light", "dark", "dsfr"] = Field(..., description="Unless the line of the site names one.")
    logo: str | None = Field(None, description="The address of a picture, if the hub gives one.")
    links: dict[str, str] = Field(..., description="The hub's own pages, by their names in the texts' `liens`.")
    greeting: dict[str, str]
    texts: dict[str, dict[str, Any]]
    start: dict[str, list[ChoiceBody]]
    version: str = Field(..., description="Of the widget, as in /widget/{version}/widget.js.")
    origin_allowed: bool = Field(..., description="Whether the page that asks may speak for the hub.")

    class Config:
        schema_extra: Final = {
            "example": {
                "id": "exemple",
                "name": "Hub Exemple",
                "languages": ["fr", "en"],
                "colours": {"primary": "#6b2d5c", "on_primary": "#ffffff"},
                "theme": "auto",
                "links": {"confidentialite": "https://www.exemple.fr/donnees"},
                "greeting": {"fr": "Bonjour !", "en": "Hello!"},
                "texts": {"fr": {"envoyer": "Envoyer"}, "en": {"envoyer": "Send"}},
                "start": {"fr": [{"id": "c_abcdefgh23", "title": "Quel organisme ?"}], "en": []},
                "version": "0123456789abcdef",
                "origin_allowed": True,
            }
        }


class RestRequest(BaseModel):
    """A message as Rasa's REST channel takes it; one with an id may be sent again, and gets the same reply."""

    sender: StrictStr = Field(..., min_length=1, max_length=200)
    message: StrictStr
    message_id: StrictStr | None = Field(None, min_length=1, max_length=200, nullable=True)

    class Config:
        schema_extra: Final = {"example": {"sender": "me", "message": "quel organisme pour les Landes ?"}}

    _ids = validator("sender", "message_id", allow_reuse=True)(_encodable)


class RestButton(BaseModel):
    """A button: a link with `url`, or a choice whose `payload` is to be sent back as a message."""

    title: str
    url: str | None = None
    payload: str | None = None


class RestResponse(BaseModel):
    """A message of Rasa's REST channel."""

    recipient_id: str
    text: str
    buttons: list[RestButton] | None = None

    class Config:
        schema_extra: Final = {"example": {"recipient_id": "me", "text": "Pour le CCP1 dans les Landes, …"}}
