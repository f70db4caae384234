"""The finder of places: names, numbers, towns, misspellings, nicknames and zones that advisers write."""

from rules.loading import load_programme
from tests.evaluation.territory_sentences import load_finder
from tests.support.tables import each_row

FINDER = load_finder()


def codes(text: str, *, expected: bool = False, language: str | None = None) -> list[str]:
    """The codes of each place found; a question mark after them if the adviser has to choose among them."""
    return [",".join(m.codes) + "?" * m.ambiguous for m in FINDER.find(text, expected=expected, language=language)]


@each_row(
    ("text", "understood"),
    [
        # By name.
        ("JE SUIS EN HAUTE VIENNE", ["87"]),
        ("val doise", ["95"]),
        ("la Charente et la Charente-Maritime", ["16", "17"]),
        ("in Corsica", ["2A,2B"]),
        ("advisers in French Guiana", ["973"]),
        ("l'ancienne région Aquitaine", ["24,33,40,47,64"]),
        # By number.
        ("jsui ds le 40 ki jdoi contacter", ["40"]),
        ("département 1", ["01"]),
        ("I'm in the 64", ["64"]),
        ("dans le 93, 94 et 95", ["93", "94", "95"]),
        ("971/972", ["971", "972"]),
        ("en 2B ?", ["2B"]),
        ("le 9-7-4", ["974"]),
        ("dans le soixante-quatre", ["64"]),
        ("code postal 97133", ["977"]),
        ("mon cp c'est 97150", ["978"]),
        ("je suis à Ajaccio 20000", ["2A"]),
        # A number beside a course, or set off at an end.
        ("titre complet 79", ["79"]),
        ("ccp1 (2A)", ["2A"]),
        ("ccp 1 47", ["47"]),
        ("aidants connect 24 et 47", ["24", "47"]),
        ("bonjour 40 ccp1 ?", ["40"]),
        ("ccp1 40100", ["40"]),
        ("qui contacter pour les modules, 79", ["79"]),
        ("full title 16?", ["16"]),
        # Lists of numbers.
        ("le 16, 17 et 79", ["16", "17", "79"]),
        ("for the 23 and the 87", ["23", "87"]),
        ("on couvre le 2A et le 2B", ["2A", "2B"]),
        ("le 12, le 14 et le 16 mai", []),
        ("les 12, 13 et 40 heures", []),
        ("le 3, le 4 et le 64", ["64"]),
        ("40/64", ["40", "64"]),
        ("12/05", []),
        # Misspelt.
        ("pirénées atlantique", ["64"]),
        ("charente maritme", ["17"]),
        ("walis et futuna", ["986"]),
        ("nouvele aquitaine", ["16,17,19,23,24,33,40,47,64,79,86,87"]),
        ("perigeux", ["24"]),
        ("je bosse a brive la gayarde", ["19"]),
        ("pres de bayone", ["64"]),
        ("dans la loire atlantik", ["44"]),
        # Nicknames, inhabitants, islands, halves of names.
        ("chez les Basques", ["64"]),
        ("une collègue landaise", ["40"]),
        ("je suis à La Lande", ["33,40,89?"]),
        ("PACA", ["04,05,06,13,83,84"]),
        ("les Pyrénées", ["64,65,66?"]),
        ("Tahiti", ["987"]),
        ("jsuis ds le 9-3", ["93"]),
        ("au pays bask", ["64"]),
        ("sur l'ile d'oleron", ["17"]),
        ("à Hossegor", ["40"]),
        ("La Rochelle centre", ["17"]),
        ("limousin", ["19,23,87"]),
        ("une limousine", []),
        ("au pays d'auge", ["14,61?"]),
        ("conseiller wallis", ["986"]),
        ("saint pierre & miquelon", ["975"]),
        ("a la guadloupe", ["971"]),
        ("chatellerau", ["86"]),
        ("je suis à Landes-le-Gaulois", ["41"]),
        (
            "Bonjour, je suis conseillère depuis peu. On m'a parlé de 64 heures, puis du CCP1, et je suis perdue. "
            "Notre structure, à Wallis, vient de recruter. Merci d'avance.",
            ["986"],
        ),
        # A town and its department are one territory.
        ("Tarbes, dans les Hautes-Pyrénées (65)", ["65"]),
        ("Poitiers, Vienne", ["86"]),
        ("je suis à Saint-Denis", ["93,974?"]),
        ("je suis à Saint-Denis, à la Réunion", ["974"]),
        ("Saint-Denis (93)", ["93"]),
        ("Valence dans le Tarn-et-Garonne", ["82"]),
        ("no, Dax, not Pau", ["40", "64"]),
        ("pas la Vienne, la Haute-Vienne", ["86", "87"]),
        # Common words with a cue.
        ("a nice course in Nice", ["06"]),
        ("j'habite à tours", ["37"]),
        ("au Port", ["974"]),
        ("Guéret, creuse", ["23"]),
        ("en formation dans le nord", ["59"]),
        ("ki est le hub a la reunion", ["974"]),
        ("je travaille à Amou", ["40"]),
        # Capitals for emphasis.
        ("c'est pour LE TITRE que je demande", []),
        ("qu'est-ce qui a CHANGÉ pour nous ?", []),
        ("je bosse à AMOU", ["40"]),
        ("et pour la CREUSE ?", ["23"]),
        # Beside an organisation.
        ("Francil'IN et plus POP School pour la Martinique", ["972"]),
        ("francil in ou francilin ?", []),
        ("MedNum BFC ou La Mêlée pour la Gironde", ["33"]),
    ],
)
def test_place_is_understood_as_advisers_write_it(text: str, understood: list[str]) -> None:
    assert codes(text) == understood


@each_row(
    ("text", "understood"),
    [
        # A street.
        ("je suis au 12 rue de Pau à Bordeaux", ["33"]),
        ("place de la Réunion à Limoges", ["87"]),
        ("bd d'Alsace, 86000 Poitiers", ["86"]),
        ("je travaille rue de Paris", []),
        ("our office is on rue de Lyon in Tulle", ["19"]),
        ("il reste des places en Gironde", ["33"]),
        # A family name.
        ("pascal landes est conseiller à ruffec (16)", ["16"]),
        ("je m'appelle Marc Lyon et je travaille à Agen", ["47"]),
        ("Jean-Marc Limousin m'a répondu", []),
        ("Cordialement, P. Landes, Guéret", ["23"]),
        ("my colleague Sophie Bordeaux works in Tulle", ["19"]),
        ("Pascal, Landes", ["40"]),
        ("hub Landes", ["40"]),
        ("je suis à Saint-Laurent dans le Gers", ["32"]),
    ],
)
def test_name_of_a_street_or_a_person_is_no_territory(text: str, understood: list[str]) -> None:
    assert codes(text) == understood


@each_row(
    "text",
    [
        # Numbers that count.
        "64 heures de formation",
        "un parcours de 70h",
        "dans le 64 heures du parcours",
        "le 12 mai 2024",
        "40 % du salaire",
        "module 64",
        "on est 12 conseillers",
        "06 40 64 33 24",
        "12/05/2024",
        # The same beside a course.
        "ccp1 64 heures",
        "modules 3, 7 et 64",
        "ccp1 12 mai",
        "ccp1 2024",
        "formation initiale 14, 15 et 16 mars",
        "remn niveau 64",
        "titre complet 35000 habitants",
        "les 2 modules",
        "contact 06 40 33 64 24",
        "ma fille a 2 ans et moi, 24",
        "12 bis avenue Foch",
        # Common words.
        "c'est trop cher",
        "un lot de deux tours",
        "il faut que je vienne",
        "je suis en réunion",
        "a nice course",
        "the die is cast",
        "inscription à la crèche",
        "une convocation en mars",
        "Mme Picard",
        "where to enrol for modules",
        "hors Bretagne",
        # Organisations.
        "l'Espace Numérique Sud-Charente",
        "Pimms Médiation de Bordeaux",
        "Hub du Sud",
        # Bare values, unless a place was asked for.
        "lent",
        "1",
        "le 24",
        "96",
        "2024",
        "amou",
        "nice",
        "le quarante",
    ],
)
def test_words_and_numbers_of_other_things_are_no_territories(text: str) -> None:
    assert codes(text) == []


@each_row(
    ("text", "understood"),
    [
        ("40", ["40"]),
        ("2a", ["2A"]),
        ("1", ["01"]),
        ("33000", ["33"]),
        ("nice", ["06"]),
        ("vienne", ["38,86?"]),
        ("soixante quatre", ["64"]),
        ("96", []),
        ("2024", []),
        ("40 heures", []),
        ("mars", []),
    ],
)
def test_bare_value_answers_the_question_where(text: str, understood: list[str]) -> None:
    assert codes(text, expected=True) == understood


@each_row(
    ("text", "name", "size"),
    [
        ("en métropole", "France métropolitaine", 96),
        ("overseas departments", "outre-mer", 13),
        ("hors Nouvelle-Aquitaine", "hors Nouvelle-Aquitaine", 97),
        ("outside Nouvelle-Aquitaine", "hors Nouvelle-Aquitaine", 97),
    ],
)
def test_zones_are_understood(text: str, name: str, size: int) -> None:
    (mention,) = FINDER.find(text)
    assert (mention.kind, mention.name, len(mention.codes)) == ("zone", name, size)


def test_question_is_found_in_a_long_message() -> None:
    text = (
        "Bonjour,\n\nComme convenu lors de notre échange du 12 mars, je reviens vers vous. J'ai suivi 64 heures de "
        "formation, soit 17 semaines, et mon tuteur M. Paris me dit que c'est 40 % du parcours. Or à la mairie de "
        "Mont-de-Marsan, on me demande une convocation avant le 33 ème jour. Qui gère le titre complet ?\n\n"
        "Cordialement,\nFlorence, tél. 05 58 40 33 64"
    )
    assert codes(text) == ["40"]


# A hub named after its region ("Hub Bretagne") is named by its region, which is then a place.
_NAMED_AFTER_A_REGION = {"Hub Bretagne", "Hub Corsica", "Hub Antilles"}


@each_row("name", sorted({organisation.short_name for organisation in load_programme().organisations.values()}))
def test_no_organisation_of_the_programme_is_a_territory(name: str) -> None:
    assert bool(codes(f"qui est {name} ?")) == (name in _NAMED_AFTER_A_REGION)
