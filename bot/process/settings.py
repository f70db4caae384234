"""Settings, checked at start, with errors that say what to do.

By environment variable; what that does not set, by the file that a variable's name with `_FILE` names, by a file of the
variable's name in the folder of systemd's credentials or of a container's secrets, or by the environment file of this
machine: a command that an operator types then has what the server has.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from pydantic import BaseSettings, Field, SecretStr, ValidationError, validator

_TELEGRAM_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}")
_DIFFERENT_SIGNS = 8
"""Of a secret: fewer than this were not drawn at random."""

_ENVIRONMENT_FILE: Final = "AIGUILLEUR_ENV"
"""Names the file that systemd's unit has its settings from, where that is another one."""

_CONTAINER_SECRETS: Final = "/run/secrets"

LegalBasis = Literal["", "mission", "interet"]
"""Why the controller may process: a task in the public interest, or a legitimate interest (GDPR, art. 6.1 e and f).

Empty where nobody has said it.
"""


Source = Callable[[BaseSettings], dict[str, Any]]
"""Where settings come from, as pydantic asks for it."""


class SettingsError(Exception):
    """A setting is wrong; the message names it, its value and what would be right."""


class Settings(BaseSettings):
    """What an operator can set.

    AIGUILLEUR_DATA: folder of the database and the trained model. PORT, HOST: where the server listens. DATABASE_URL:
    a PostgreSQL database, in place of the file. RETENTION_DAYS: how long anything is kept. AIGUILLEUR_HASH_KEY: keys
    of the identifiers' hashes, in place of the file hash.key; the first one writes. BACKUP_RECIPIENT: the public keys
    of age, with commas, for which backups are encrypted. BACKUP_DAYS: how long a backup is kept. REDIS_URL: the Redis
    that several processes share for locks and limits. GRACE_SECONDS: what turns under way get to end when the server
    stops. DRAIN_SECONDS: how long a stopping server still takes messages, and tells on /accepting that it will stop, so
    that what stands before it turns elsewhere. TRUSTED_PROXIES: addresses or networks whose X-Forwarded-For is
    believed. METRICS_TOKEN: lets others than this machine read /metrics. RATE_CONVERSATION, RATE_ADDRESS: messages
    a minute, 0 for no limit. RATE_CHARACTERS: characters a minute that one address, or one person on Telegram, may
    have read, which is what costs. REST_TOKEN: opens Rasa's REST route to others than this machine. CONTROLLER,
    CONTROLLER_CONTACT, LEGAL_BASIS: who answers for the personal data, where they are reached, and why they may
    process it, as notices tell it. TELEGRAM_TOKEN: switches Telegram on. PUBLIC_URL: where the server is reached
    from outside; with it Telegram delivers to /telegram, without it the server asks Telegram.
    TELEGRAM_WEBHOOK_SECRET: what Telegram proves itself by then. TELEGRAM_API_URL: another Bot API server.
    """

    data: Path = Field(default=Path("var"), env="AIGUILLEUR_DATA")
    host: str = Field(default="127.0.0.1", env="HOST")
    port: int = Field(default=8080, env="PORT", ge=0, le=65535)

    database: SecretStr = Field(default=SecretStr(""), env="DATABASE_URL")
    retention_days: int = Field(default=90, env="RETENTION_DAYS", ge=1, le=3650)
    hash_key: SecretStr = Field(default=SecretStr(""), env="AIGUILLEUR_HASH_KEY")
    backup_recipient: str = Field(default="", env="BACKUP_RECIPIENT")
    backup_days: int = Field(default=14, env="BACKUP_DAYS", ge=1, le=3650)

    redis: SecretStr = Field(default=SecretStr(""), env="REDIS_URL")
    grace_seconds: int = Field(default=20, env="GRACE_SECONDS", ge=0, le=600)
    drain_seconds: int = Field(default=0, env="DRAIN_SECONDS", ge=0, le=60)
    trusted_proxies: str = Field(default="", env="TRUSTED_PROXIES")
    metrics_token: SecretStr = Field(default=SecretStr(""), env="METRICS_TOKEN")
    rate_conversation: int = Field(default=30, env="RATE_CONVERSATION", ge=0)
    rate_address: int = Field(default=600, env="RATE_ADDRESS", ge=0)
    rate_characters: int = Field(default=15_000, env="RATE_CHARACTERS", ge=0)
    rest_token: SecretStr = Field(default=SecretStr(""), env="REST_TOKEN")

    controller: str = Field(default="", env="CONTROLLER")
    controller_contact: str = Field(default="", env="CONTROLLER_CONTACT")
    legal_basis: LegalBasis = Field(default="", env="LEGAL_BASIS")

    telegram_token: SecretStr = Field(default=SecretStr(""), env="TELEGRAM_TOKEN")
    telegram_api_url: str = Field(default="https://api.telegram.org", env="TELEGRAM_API_URL")
    telegram_webhook_secret: SecretStr = Field(default=SecretStr(""), env="TELEGRAM_WEBHOOK_SECRET")
    public_url: str = Field(default="", env="PUBLIC_URL")

    class Config:
        """Where settings come from."""

        env_file_encoding = "utf-8"

        @classmethod
        def customise_sources(
            cls, init_settings: Source, env_settings: Source, file_secret_settings: Source
        ) -> tuple[Source, ...]:
            """In the order in which they count; the environment's comes with the environment file."""
            return init_settings, _named_files, env_settings, file_secret_settings

    @validator("redis")
    def _redis(cls, url: SecretStr) -> SecretStr:  # noqa: N805
        if url.get_secret_value() and not url.get_secret_value().startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("écrire redis://hote:6379/0, rediss:// avec TLS, ou unix:///chemin")
        return url

    @validator("trusted_proxies")
    def _networks(cls, listed: str) -> str:  # noqa: N805
        for network in filter(None, (entry.strip() for entry in listed.split(","))):
            try:
                ip_network(network)
            except ValueError as error:
                raise ValueError(f"« {network} » n'est ni une adresse ni un réseau (127.0.0.1, 10.0.0.0/8)") from error
        return listed

    @validator("metrics_token", "rest_token")
    def _long(cls, token: SecretStr) -> SecretStr:  # noqa: N805
        if 0 < len(token.get_secret_value()) < 16:
            raise ValueError("16 caractères au moins (openssl rand -hex 16)")
        return token

    @validator("telegram_token")
    def _token(cls, token: SecretStr) -> SecretStr:  # noqa: N805
        if token.get_secret_value() and not _TELEGRAM_TOKEN.fullmatch(token.get_secret_value()):
            raise ValueError("ce n'est pas un jeton de @BotFather (123456789:AAF…)")
        return token

    @validator("telegram_api_url", "public_url")
    def _address(cls, url: str) -> str:  # noqa: N805
        parts = urlsplit(url)
        if url and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
            raise ValueError(f"« {url} » n'est pas une adresse (https://bot.exemple.fr)")
        return url.rstrip("/")

    @validator("telegram_webhook_secret")
    def _secret(cls, secret: SecretStr) -> SecretStr:  # noqa: N805
        value = secret.get_secret_value()
        if value and (not _WEBHOOK_SECRET.fullmatch(value) or len(set(value)) < _DIFFERENT_SIGNS):
            raise ValueError("32 à 256 lettres, chiffres, _ ou -, tirés au hasard (openssl rand -hex 32)")
        return secret

    @validator("public_url")
    def _proven(cls, url: str, values: dict[str, Any]) -> str:  # noqa: N805
        token, secret = values.get("telegram_token"), values.get("telegram_webhook_secret")
        if url and token and token.get_secret_value() and secret is not None and not secret.get_secret_value():
            raise ValueError(
                "avec cette adresse, Telegram nous écrit, et n'importe qui le pourrait : définir "
                "TELEGRAM_WEBHOOK_SECRET (openssl rand -hex 32), ou retirer PUBLIC_URL"
            )
        return url

    @property
    def redis_url(self) -> str:
        """The address of Redis, which may hold a password; empty where there is none."""
        return self.redis.get_secret_value()

    @property
    def proxies(self) -> list[str]:
        """The addresses and networks whose X-Forwarded-For is believed."""
        return [proxy.strip() for proxy in self.trusted_proxies.split(",") if proxy.strip()]

    @property
    def database_url(self) -> str:
        """The address of the database; it may hold a password."""
        return self.database.get_secret_value() or f"sqlite:///{self.data / 'aiguilleur.db'}"

    @property
    def last_backup(self) -> Path:
        """The file with the moment of the last backup that succeeded, in ISO format; it may not exist."""
        return self.data / "derniere-sauvegarde"

    @property
    def models(self) -> Path:
        """Folder of the trained model."""
        return self.data / "models"

    @property
    def compared_models(self) -> Path:
        """Folder of what `aiguilleur diff` trains to compare."""
        return self.data / "models-diff"


def environment_file() -> Path:
    """The file of this machine's settings, whether there is one or not."""
    return Path(os.environ.get(_ENVIRONMENT_FILE, "/etc/aiguilleur.env"))


def unreadable_environment() -> Path | None:
    """The environment file where there is one that this user may not read."""
    path = environment_file()
    return path if path.is_file() and not os.access(path, os.R_OK) else None


def _named_files(settings: BaseSettings) -> dict[str, Any]:
    """What files hold that variables name: DATABASE_URL_FILE names the one of DATABASE_URL."""
    found = {}
    for field in settings.__fields__.values():
        variable = f"{field.field_info.extra['env']}_FILE"
        if path := os.environ.get(variable):
            try:
                found[field.alias] = Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise SettingsError(f"{variable} : impossible de lire {path} ({error.strerror}).") from error
    return found


def load_settings() -> Settings:
    """Read the settings.

    Raises:
        SettingsError: with one line for each wrong setting.
    """
    secrets = Path(os.environ.get("CREDENTIALS_DIRECTORY", _CONTAINER_SECRETS))
    sources: dict[str, Any] = {
        "_env_file": None if unreadable_environment() else environment_file(),
        "_secrets_dir": secrets if secrets.is_dir() else None,
    }
    try:
        settings = Settings(**sources)
    except ValidationError as error:
        names = {field.name: field.field_info.extra.get("env", field.name) for field in Settings.__fields__.values()}
        lines = [f"{names[str(fault['loc'][0])]} : {fault['msg']}" for fault in error.errors()]
        raise SettingsError("Réglage incorrect (variable d'environnement) :\n" + "\n".join(lines)) from error
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"AIGUILLEUR_DATA : impossible de créer le dossier {settings.data} ({error})") from error
    return settings
