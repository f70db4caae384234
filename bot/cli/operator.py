"""The operator's commands on stored data: purge, erase, export, and the database itself. Rasa is not needed."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import typer

from bot.cli.options import DATABASE
from bot.cli.prompts import stop_unless_agreed
from bot.storage.errors import StorageError

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

    from bot.storage.identifiers import ConversationKey
    from bot.storage.stores import Stores

db_app = typer.Typer(no_args_is_help=True, help="La base de données et les clés des empreintes.")

_CHANNEL = typer.Argument(..., metavar="CHANNEL", help="Le canal : rest, web, telegram, terminal ou cli.")
_ID = typer.Argument(..., metavar="ID", help="L’identifiant de la conversation sur ce canal (pour rest : sender).")


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.add_typer(db_app, name="db")
    for command in (purge, export, erase):
        app.command()(command)


def purge(database: str | None = DATABASE) -> None:
    """Effacer ce qui a dépassé la durée de conservation (RETENTION_DAYS, 90 jours). Le serveur le fait chaque heure."""
    from bot.storage.stores import open_stores

    with open_stores(database) as stores:
        gone = asyncio.run(stores.retention.purge())
    if gone is None:
        typer.echo("Un autre processus est en train de purger : rien à faire.")
        return
    typer.echo("Effacé : " + ", ".join(f"{table} {count}" for table, count in gone.items()) + ".")


def export(channel: str = _CHANNEL, conversation: str = _ID, database: str | None = DATABASE) -> None:
    """Écrire en JSON tout ce qui est conservé d'une conversation (droit d'accès)."""
    from bot.storage.stores import open_stores

    with open_stores(database) as stores:
        kept = stores.export.rows_sync(_conversation_key(stores, channel, conversation))
    typer.echo(json.dumps(kept, ensure_ascii=False, indent=2))


def erase(channel: str = _CHANNEL, conversation: str = _ID, database: str | None = DATABASE) -> None:
    """Effacer tout ce qui est conservé d'une conversation (droit à l'effacement), et donner un numéro de reçu."""
    from bot.storage.stores import open_stores

    with open_stores(database) as stores:
        receipt = stores.erasure.erase_sync(_conversation_key(stores, channel, conversation))
    typer.echo(f"Effacement {receipt.number} : {sum(receipt.erased.values())} lignes effacées.")
    for table, count in receipt.erased.items():
        typer.echo(f"  {table} : {count}")


@db_app.command("status")
def status(database: str | None = DATABASE) -> None:
    """Dire quelle base est utilisée et si elle est à jour. Sort avec le code 1 si elle ne l'est pas.

    Dit aussi par quels réglages de PostgreSQL des messages pourraient passer dans son journal.
    """
    from bot.storage.server_log import logged_messages_of
    from bot.storage.upgrade import state

    url = _address(database)
    current, newest = state(url)
    typer.echo(f"{url!r} : révision {current or 'aucune'}, la plus récente est {newest}.")
    if logged := logged_messages_of(url):
        typer.echo(
            "PostgreSQL peut écrire des messages dans son journal. En super-utilisateur, dans psql "
            "(docs/rgpd.md, § Le journal de PostgreSQL) :"
        )
    for found in logged:
        typer.echo(f"  {found.setting} = {found.value} : {found.command}")
    if current != newest:
        raise typer.Exit(1)


@db_app.command("upgrade")
def upgrade(database: str | None = DATABASE) -> None:
    """Créer la base ou la mettre à jour. Le serveur le fait aussi quand il démarre."""
    from bot.storage.upgrade import migrate, state

    url = _address(database, made=True)
    migrate(url)
    typer.echo(f"{url!r} : révision {state(url)[0]}.")


@db_app.command("downgrade")
def downgrade(
    revision: str = typer.Argument(..., help="La révision à atteindre, ou « base » pour l'état d'avant la première."),
    confirmed: bool = typer.Option(False, "--oui", help="Ne pas demander de confirmation."),
    database: str | None = DATABASE,
) -> None:
    """Ramener la base à une révision plus ancienne, avant de revenir à une version plus ancienne d'Aiguilleur.

    Ce que les tables retirées contiennent est perdu : faire une sauvegarde avant. Arrêter les serveurs avant.
    """
    from bot.storage.upgrade import downgrade as take_down
    from bot.storage.upgrade import state

    url = _address(database)
    if not confirmed:
        stop_unless_agreed(
            f"Ramener {url!r} à la révision {revision} et perdre ce que les tables retirées contiennent ?"
        )
    take_down(url, revision)
    typer.echo(f"{url!r} : révision {state(url)[0] or 'aucune'}.")


@db_app.command("hub-role")
def hub_role(hub: str = typer.Argument(..., metavar="HUB", help="Le nom de son fichier dans stories/hubs.")) -> None:
    """Écrire le SQL d'un rôle PostgreSQL qui ne voit, dans la boîte, que ce qui vient des pages d'un hub."""
    from bot.content.loading import project_content
    from bot.storage.hub_roles import role_name, role_sql

    if hub not in project_content().hubs:
        typer.echo(f"Il n'y a pas de hub « {hub} » : {', '.join(project_content().hubs)}.", err=True)
        raise typer.Exit(1)
    typer.echo(role_sql(hub))
    typer.echo(f"Ensuite, son mot de passe : \\password {role_name(hub)} (dans psql).", err=True)


@db_app.command("rotate-key")
def rotate_key() -> None:
    """Mettre une nouvelle clé en tête du fichier hash.key. Les anciennes servent encore à lire. Redémarrer ensuite."""
    from bot.process.settings import load_settings
    from bot.storage.identifiers import key_file, rotate

    settings = load_settings()
    _of_file(settings.hash_key.get_secret_value())
    count = rotate(key_file(settings))
    typer.echo(
        f"{key_file(settings)} : {count} clés, la première écrit. Redémarrer les serveurs. Après RETENTION_DAYS "
        f"({settings.retention_days} jours), les anciennes ne servent plus : aiguilleur db retire-keys."
    )


@db_app.command("retire-keys")
def retire_keys(confirmed: bool = typer.Option(False, "--oui", help="Ne pas demander de confirmation.")) -> None:
    """Retirer du fichier hash.key toutes les clés sauf la première. Redémarrer ensuite."""
    from bot.process.settings import load_settings
    from bot.storage.identifiers import key_file, retire

    settings = load_settings()
    _of_file(settings.hash_key.get_secret_value())
    if not confirmed:
        stop_unless_agreed("Ce qui est encore gardé sous les anciennes clés ne sera plus retrouvé. Continuer ?")
    typer.echo(f"{key_file(settings)} : {retire(key_file(settings))} clés retirées. Redémarrer les serveurs.")


@db_app.command("forget-keys")
def forget_keys(
    confirmed: bool = typer.Option(False, "--oui", help="Ne pas demander de confirmation."),
    database: str | None = DATABASE,
) -> None:
    """Oublier les clés que la base connaît, si elles sont perdues : le serveur en prendra une autre au démarrage."""
    from bot.storage.database import Database
    from bot.storage.known_keys import forget
    from bot.storage.served_database import settings_of_server

    settings = settings_of_server(database)
    if not confirmed:
        stop_unless_agreed(
            "Ce qui est gardé sous ces clés ne sera plus jamais retrouvé, ni pour répondre ni pour effacer : la purge "
            "l’emportera. Continuer ?"
        )
    opened = Database.existing(settings)
    try:
        typer.echo(f"{forget(opened)} clés oubliées. Démarrer le serveur.")
    finally:
        opened.close()


def _of_file(in_environment: str) -> None:
    if in_environment:
        raise StorageError(
            "AIGUILLEUR_HASH_KEY est définie : le fichier hash.key ne sert pas. Mettre la nouvelle clé "
            "(openssl rand -hex 32) en tête de AIGUILLEUR_HASH_KEY, suivie d'une virgule et des anciennes."
        )


def _conversation_key(stores: Stores, channel: str, conversation: str) -> ConversationKey:
    from bot.messages import Channel

    channels: tuple[str, ...] = Channel.__args__  # type: ignore[attr-defined]
    if channel not in channels:
        raise StorageError(f"Le canal « {channel} » n'existe pas. Choisir parmi : {', '.join(channels)}.")
    return stores.identifiers.conversation(channel, conversation)


def _address(database: str | None, *, made: bool = False) -> URL:
    """The address of the server's database, or of the one given. It must exist, unless `made` is true."""
    from bot.storage.engine import address
    from bot.storage.served_database import require_database, settings_of_server

    settings = settings_of_server(database)
    if not made:
        require_database(settings)
    return address(settings.database_url)
