"""All that maintainers write: what the channels and the site add to the core content, and every file."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from bot.channels.telegram.commands import COMMAND_BOOK
from bot.channels.telegram.deep_links import DEEP_LINKS
from bot.channels.telegram.texts import TELEGRAM_TEXTS
from bot.channels.web.texts import FORM_TEXTS, WEB_TEXTS, WIDGET_TEXTS
from bot.content.declarations import Declarations
from bot.content.loading import content_paths
from bot.content.project_files import ProjectFiles
from bot.maintenance.site.texts import SITE_TEXTS

DECLARATIONS: Final[Declarations] = (
    TELEGRAM_TEXTS,
    COMMAND_BOOK,
    DEEP_LINKS,
    WIDGET_TEXTS,
    FORM_TEXTS,
    WEB_TEXTS,
    SITE_TEXTS,
)
"""For the loader of content; a new channel adds its own here."""


def maintained(files: ProjectFiles) -> tuple[Path, ...]:
    """All files and folders that maintainers write, none inside another."""
    learnt = (
        files.stories,
        files.examples,
        files.annotated,
        files.sentences,
        files.dialogues,
        files.thresholds,
        files.muted,
    )
    paths = (*learnt, *content_paths(files, DECLARATIONS))
    return tuple(path for path in paths if not any(other in path.parents for other in paths))
