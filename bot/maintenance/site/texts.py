"""The texts of the site around the answers: `stories/answers/{fr,en}/site.yml`, and their form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.content.channel_texts import ChannelTexts, declare_texts
from bot.content.declarations import Parts
from bot.content.loading import PROGRAMME
from rules.errors import Finding
from rules.yaml_lines import Document, Key

_PLACEHOLDERS: dict[Key, frozenset[str]] = {
    (name,): frozenset(placeholders)
    for name, placeholders in {
        "fait": {"jour"},
        "credit": {"credit"},
        "carte_du": {"jour"},
        "carte_nom": {"formation"},
        "carte_bulle": {"territoire", "organisme"},
        "nombre": {"nombre"},
        "tableau": {"formation"},
        "relu_le": {"jour"},
        "a_demander": {"organisme"},
        "carte_titre": {"formation"},
        "departement_description": {"territoire"},
        "parcours_titre": {"territoire"},
        "cas": {"fait", "valeurs"},
        "matrice_cas": {"cas"},
        "jusqu_au": {"fin"},
        "du_au": {"debut", "fin"},
        "depuis": {"debut"},
        "a_partir": {"debut"},
        "autrefois": {"periode"},
        "plus_tard": {"periode"},
        "dates_carte": {"periode"},
        "sources_priorite": {"question", "sources"},
        "publie": {"publie"},
        "voir": {"source"},
    }.items()
}
"""The words in braces that a text must have; all others have none."""


class SiteTexts(ChannelTexts, frozen=True):
    """All texts of the site, in one language."""

    titre: str
    presentation: str
    accueil: str
    chercher: str
    aucun_territoire: str
    un_territoire: str
    contenu: str
    navigation: str
    autre_langue: str
    fait: str
    credit: str
    carte: str
    cartes: str
    departements: str
    questions: str
    matrice: str
    dates: str
    changements: str
    sources: str
    carte_titre: str
    carte_intro: str
    carte_du: str
    carte_nom: str
    carte_bulle: str
    loupe: str
    legende: str
    nombre: str
    nombre_un: str
    sans_reponse: str
    sans_organisme: str
    tableau: str
    territoire: str
    organisme: str
    reponse: str
    source: str
    avis: str
    relu: str
    relu_le: str
    a_demander: str
    outre_mer: str
    parcours: str
    parcours_titre: str
    parcours_pour: str
    departement_description: str
    questions_ici: str
    autres_cas: str
    partout: str
    partout_intro: str
    questions_intro: str
    questions_situation: str
    questions_simples: str
    matrice_intro: str
    matrice_cas: str
    matrice_inconnu: str
    liens: str
    tous_les_cas: str
    non_precise: str
    cas: str
    dans_ces_cas: str
    jusqu_au: str
    du_au: str
    depuis: str
    a_partir: str
    toujours: str
    autrefois: str
    plus_tard: str
    dates_intro: str
    dates_carte: str
    dates_cartes: str
    dates_aucune: str
    present: str
    changements_intro: str
    changements_aucun: str
    sources_intro: str
    sources_priorite: str
    publie: str
    voir: str
    zones: dict[str, str]
    parcours_faits: dict[str, str]


def _findings(documents: Mapping[str, Document[SiteTexts]], parts: Parts) -> Iterator[Finding]:
    zones, facts = parts.of(PROGRAMME).zones, parts.of(PROGRAMME).facts
    for document in documents.values():
        for zone in document.content.zones.keys() - zones.keys():
            yield Finding(
                document.place("zones", zone),
                f"la zone « {zone} » n'existe pas",
                f"zones de territoires.yml : {', '.join(zones)}",
            )
        for fact, value in document.content.parcours_faits.items():
            if fact not in facts or value not in facts[fact].values:
                yield Finding(
                    document.place("parcours_faits", fact),
                    f"« {fact}: {value} » n'est pas un fait du programme",
                    "choisir un fait et une valeur de rules/programme/faits.yml",
                )


SITE_TEXTS = declare_texts("site.yml", SiteTexts, _PLACEHOLDERS, check=_findings)
"""The texts by language."""
