"""Every form of the maintainers' files: the class that reads it, and the files that have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from bot.answers.act_texts import ActTexts
from bot.answers.texts import AnswerText, FactTexts, FaqTexts, PathTexts
from bot.content.changelog import ChangeFile
from bot.content.hubs import HubFile
from bot.maintenance.dialogues.files import DialogueBlock
from bot.maintenance.inbox.muting import MutedFile
from nlu.entities.fact_finder import FILES, IN_CONTEXT
from nlu.entities.patterns import Values
from nlu.training_data.examples import ExamplesFile, FaqQuestions
from nlu.training_data.stories import StoriesFile
from rules.schema import (
    AttributesFile,
    FactsFile,
    FaqFile,
    ItemsFile,
    MatrixFile,
    OrganisationsFile,
    PathFile,
    RolesFile,
    SaidFile,
    SourcesFile,
    TableFile,
    TerritoriesFile,
)


@dataclass(frozen=True)
class FileForm:
    """A form of files.

    Attributes:
        name: the name of its schema.
        title: its title on the page of keys.
        files: their paths from the top of the project, with wildcards.
        kind: the class that reads them.
        others: classes that read other parts of the same file, and know those keys better.
    """

    name: str
    title: str
    files: tuple[str, ...]
    kind: Any
    others: tuple[type, ...] = ()


ANSWERS: Final = "textes"
"""The form of the files of answers, whose folders also contain files of other forms."""

FORMS: Final[tuple[FileForm, ...]] = (
    FileForm("table", "Une table", ("rules/programme/tables/*.yml",), TableFile),
    FileForm("sources", "Les sources", ("rules/programme/sources.yml",), SourcesFile),
    FileForm("organismes", "Les organismes", ("rules/programme/organismes.yml",), OrganisationsFile),
    FileForm("roles", "Qui fait quoi, où, depuis quand", ("rules/programme/roles.yml",), RolesFile),
    FileForm("territoires", "Les territoires", ("rules/programme/territoires.yml",), TerritoriesFile),
    FileForm("faits", "Les faits", ("rules/programme/faits.yml",), FactsFile),
    FileForm("elements", "Ce qui se compare", ("rules/programme/elements.yml",), ItemsFile),
    FileForm("attributs", "Ce qui se demande d'un élément", ("rules/programme/attributs.yml",), AttributesFile),
    FileForm("matrice", "Un élément, point par point", ("rules/programme/matrice/*.yml",), MatrixFile),
    FileForm("dit", "Ce que disent les textes, cellule par cellule", ("rules/programme/dit.yml",), SaidFile),
    FileForm("etapes", "Les étapes de « mon parcours »", ("rules/programme/etapes.yml",), PathFile),
    FileForm("faq", "Une question de FAQ", ("stories/faq/*.yml",), FaqFile, (FaqQuestions, FaqTexts)),
    FileForm("exemples", "Les exemples", ("nlu/examples/*.yml",), ExamplesFile),
    FileForm(ANSWERS, "Les textes des réponses", ("stories/answers/*/*.yml",), dict[str, AnswerText]),
    FileForm("actes", "Comment une réponse répond", ("stories/answers/*/actes.yml",), ActTexts),
    FileForm("demandes", "Ce que l'on demande", ("stories/answers/*/demandes.yml",), dict[str, FactTexts]),
    FileForm("parcours", "Les textes de « mon parcours »", ("stories/answers/*/parcours.yml",), PathTexts),
    FileForm("recits", "Les récits", ("stories/recits/*.yml",), StoriesFile),
    FileForm("hub", "Un hub", ("stories/hubs/*.yml",), HubFile),
    FileForm("changement", "Un changement", ("stories/changements/*.yml",), ChangeFile),
    FileForm("dialogues", "Les dialogues", ("tests/dialogues/*.yml",), list[DialogueBlock]),
    FileForm(
        "mots",
        "Les mots des formations, des organismes et des faits",
        tuple(f"nlu/lexique/{name}" for name in (*FILES, *IN_CONTEXT)),
        Values,
    ),
    FileForm("sourdine", "Ce que la boîte ne montre plus", ("bot/maintenance/inbox/sourdine.yml",), MutedFile),
)
"""In the order of the page."""
