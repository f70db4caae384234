"""Settings by environment variable, checked at start, with errors that say what to do."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseSettings, Field, SecretStr, ValidationError


class SettingsError(Exception):
    """A setting is wrong; the message names it, its value and what would be right."""


class Settings(BaseSettings):
    """What an operator can set.

    AIGUILLEUR_DATA: folder of the database and the trained model. PORT, HOST: where the server listens.
    DATABASE_URL: a PostgreSQL database, in place of the file. RETENTION_DAYS: how long anything is kept.
    AIGUILLEUR_HASH_KEY: keys of the identifiers' hashes, in place of the file hash.key; the first one writes.
    """

    data: Path = Field(default=Path("var"), env="AIGUILLEUR_DATA")
    host: str = Field(default="127.0.0.1", env="HOST")
    port: int = Field(default=8080, env="PORT", ge=0, le=65535)

    database: SecretStr = Field(default=SecretStr(""), env="DATABASE_URL")
    retention_days: int = Field(default=90, env="RETENTION_DAYS", ge=1, le=3650)
    hash_key: SecretStr = Field(default=SecretStr(""), env="AIGUILLEUR_HASH_KEY")

    @property
    def database_url(self) -> str:
        """The address of the database; it may hold a password."""
        return self.database.get_secret_value() or f"sqlite:///{self.data / 'aiguilleur.db'}"

    @property
    def models(self) -> Path:
        """Folder of the trained model."""
        return self.data / "models"


def load_settings() -> Settings:
    """Read the environment.

    Raises:
        SettingsError: with one line for each wrong setting.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        names = {field.name: field.field_info.extra.get("env", field.name) for field in Settings.__fields__.values()}
        lines = [f"{names[str(one['loc'][0])]} : {one['msg']}" for one in error.errors()]
        raise SettingsError("Réglage incorrect (variable d'environnement) :\n" + "\n".join(lines)) from error
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"AIGUILLEUR_DATA : impossible de créer le dossier {settings.data} ({error})") from error
    return settings
