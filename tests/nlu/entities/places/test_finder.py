"""The finder of places: names, numbers, towns, misspellings, nicknames and zones that advisers write."""

from nlu.entities.places.finder import PlaceFinder, PlaceSpan
from tests.evaluation.territory_sentences import load_finder
from tests.support.tables import each_row

FINDER = load_finder()


def codes(text: str, *, expected: bool = False, language: str | None = None) -> list[str]:
    """The codes of each place found; a question mark after them if the adviser has to choose among them."""
    return [",".join(m.codes) + "?" * m.ambiguous for m in FINDER.find(text, expected=expected, language=language)]


@each_row(
    ("text", "understood"),
    [
        ("qui gère le titre complet dans les Landes ?", ["40"]),
        ("JE SUIS EN HAUTE VIENNE", ["87"]),
        ("dans le lot et garonne", ["47"]),
        ("val doise", ["95"]),
        ("cotes darmor", ["22"]),
        ("la seine st denis", ["93"]),
        ("la Charente et la Charente-Maritime", ["16", "17"]),
        ("est ce pareil ds les pyrenees atlantiques et en gironde", ["64", "33"]),
        ("les Charentes", ["16,17"]),
        ("Nouvelle-Calédonie", ["988"]),
        ("sur l'île de Clipperton", ["989"]),
        ("St Pierre et Miquelon ccp1", ["975"]),
        ("in Corsica", ["2A,2B"]),
        ("advisers in French Guiana", ["973"]),
        ("Reunion Island", ["974"]),
        ("hub Nouvelle-Aquitaine", ["16,17,19,23,24,33,40,47,64,79,86,87"]),
        ("l'ancienne région Aquitaine", ["24,33,40,47,64"]),
        ("en Poitou-Charentes", ["16,17,79,86"]),
    ],
)
def test_departments_and_regions_are_understood_by_name(text: str, understood: list[str]) -> None:
    assert codes(text) == understood


@each_row(
    ("text", "understood"),
    [
        ("dans le 64", ["64"]),
        ("jsui ds le 40 ki jdoi contacter", ["40"]),
        ("le 40", ["40"]),
        ("et le 24 ?", ["24"]),
        ("dept 47 : qui finance", ["47"]),
        ("dep. 33", ["33"]),
        ("département 1", ["01"]),
        ("conseiller du 12", ["12"]),
        ("I'm in the 64", ["64"]),
        ("dans le 33 et le 40", ["33", "40"]),
        ("dans le 93, 94 et 95", ["93", "94", "95"]),
        ("les départements 40, 64 ou 65 ?", ["40", "64", "65"]),
        ("971/972", ["971", "972"]),
        ("what about 40?", ["40"]),
        ("Hautes-Pyrénées (65)", ["65"]),
        ("2A", ["2A"]),
        ("en 2B ?", ["2B"]),
        ("hub 974", ["974"]),
        ("le 9-7-4", ["974"]),
        ("chez nous dans le neuf-trois", ["93"]),
        ("dans le soixante-quatre", ["64"]),
        ("33000 Bordeaux", ["33"]),
        ("code postal 97133", ["977"]),
        ("mon cp c'est 97150", ["978"]),
        ("je suis à Ajaccio 20000", ["2A"]),
        ("cp 20200", ["2B"]),
    ],
)
def test_departments_are_understood_by_number(text: str, understood: list[str]) -> None:
    assert codes(text) == understood


@each_row(
    "text",
    [
        "64 heures de formation",
        "un parcours de 70h",
        "17 semaines",
        "dans le 64 heures du parcours",
        "le 12 mai 2024",
        "le 12",
        "j'ai rdv le 15",
        "avant le 40 avril",
        "du 12 au 15",
        "40 % du salaire",
        "47 €",
        "en 2024",
        "module 64",
        "on est 12 conseillers",
        "06 40 64 33 24",
        "article 33",
        "840 heures, 35 par semaine",
        "de 40 à 64 heures",
        "2,5 jours",
        "12/05/2024",
        "10000 habitants",
    ],
)
def test_numbers_that_count_are_no_departments(text: str) -> None:
    assert codes(text) == []


@each_row(
    ("text", "understood"),
    [
        ("40", ["40"]),
        ("le 33", ["33"]),
        ("2a", ["2A"]),
        ("1", ["01"]),
        ("33000", ["33"]),
        ("75012 Paris", ["75"]),
        ("pau", ["64"]),
        ("amou", ["40"]),
        ("nice", ["06"]),
        ("le lot", ["46"]),
        ("cher", ["18"]),
        ("vienne", ["38,86?"]),
        ("c'est à Amou", ["40"]),
        ("réunion", ["974"]),
        ("soixante quatre", ["64"]),
        ("999", []),
        ("0", []),
        ("96", []),
        ("2024", []),
        ("40 heures", []),
        ("j'ai fait 40 heures", []),
        ("oui", []),
        ("non", []),
        ("mars", []),
        ("je sais pas", []),
        ("qui finance ?", []),
    ],
)
def test_bare_value_answers_the_question_where(text: str, understood: list[str]) -> None:
    assert codes(text, expected=True) == understood


@each_row("text", ["lent", "1", "le 24", "96", "2024", "amou", "nice", "le quarante"])
def test_bare_values_are_ignored_unless_a_place_was_asked_for(text: str) -> None:
    assert codes(text) == []


@each_row(
    ("text", "understood"),
    [
        ("à Limoges en Haute-Vienne", ["87"]),
        ("Tarbes, dans les Hautes-Pyrénées (65)", ["65"]),
        ("Poitiers, Vienne", ["86"]),
        ("à Bordeaux, en Nouvelle-Aquitaine", ["33"]),
        ("je suis à Saint-Denis", ["93,974?"]),
        ("je suis à Saint-Denis, à la Réunion", ["974"]),
        ("Saint-Denis (93)", ["93"]),
        ("ma mairie est à Saint-Denis. Je précise : en Seine-Saint-Denis", ["93", "93"]),
        ("Valence", ["26"]),
        ("Valence dans le Tarn-et-Garonne", ["82"]),
        ("à Vienne", ["38,86?"]),
        ("en Vienne", ["86"]),
        ("à Vienne (38)", ["38"]),
        ("Pau Bayonne", ["64"]),
        ("no, Dax, not Pau", ["40", "64"]),
        ("pas la Vienne, la Haute-Vienne", ["86", "87"]),
    ],
)
def test_town_and_its_department_are_a_single_territory(text: str, understood: list[str]) -> None:
    assert codes(text) == understood


@each_row(
    ("text", "understood"),
    [
        ("pirénées atlantique", ["64"]),
        ("pyrenees atlantic", ["64"]),
        ("hautes-pyrennées", ["65"]),
        ("haute pyrénée", ["65"]),
        ("charente maritme", ["17"]),
        ("en guyanne", ["973"]),
        ("la polynesi", ["987"]),
        ("gwadeloup", ["971"]),
        ("walis et futuna", ["986"]),
        ("calédoni", ["988"]),
        ("nouvel calédonie", ["988"]),
        ("nouvele aquitaine", ["16,17,19,23,24,33,40,47,64,79,86,87"]),
        ("perigeux", ["24"]),
        ("a chatelerault", ["86"]),
        ("je bosse a brive la gayarde", ["19"]),
        ("mont de marsant", ["40"]),
        ("jsui a mamoudzou", ["976"]),
        ("pres de bayone", ["64"]),
        ("strassbourg", ["67"]),
        ("dans la loire atlantik", ["44"]),
        ("meurthe et mozelle", ["54"]),
        ("dordogn", ["24"]),
    ],
)
def test_misspelt_names_are_understood(text: str, understood: list[str]) -> None:
    assert codes(text) == understood


@each_row(
    ("text", "understood"),
    [
        ("chez les Basques", ["64"]),
        ("le Béarn", ["64"]),
        ("au pays basque", ["64"]),
        ("une collègue landaise", ["40"]),
        ("les Girondins", ["33"]),
        ("nous les Réunionnais", ["974"]),
        ("le Périgord", ["24"]),
        ("dans la Lande", ["40"]),
        ("je suis à La Lande", ["33,40,89?"]),
        ("PACA", ["04,05,06,13,83,84"]),
        ("IDF", ["75,77,78,91,92,93,94,95"]),
        ("en Lorraine", ["54,55,57,88"]),
        ("les Pyrénées", ["64,65,66?"]),
        ("Tahiti", ["987"]),
        ("aux Kerguelen", ["984"]),
        ("à St Barth", ["977"]),
    ],
)
def test_nicknames_and_inhabitants_are_understood(text: str, understood: list[str]) -> None:
    assert codes(text) == understood


@each_row(
    ("text", "name", "size"),
    [
        ("en métropole", "France métropolitaine", 96),
        ("mainland France", "France métropolitaine", 96),
        ("les conseillers d'outre-mer", "outre-mer", 13),
        ("dans les DOM", "outre-mer", 13),
        ("overseas departments", "outre-mer", 13),
        ("hors Nouvelle-Aquitaine", "hors Nouvelle-Aquitaine", 97),
        ("outside Nouvelle-Aquitaine", "hors Nouvelle-Aquitaine", 97),
    ],
)
def test_zones_are_understood(text: str, name: str, size: int) -> None:
    (mention,) = FINDER.find(text)
    assert (mention.kind, mention.name, len(mention.codes)) == ("zone", name, size)


@each_row(
    "text",
    [
        "c'est trop cher",
        "Cher Monsieur,",
        "un lot de deux tours",
        "la somme de 300 euros",
        "en somme c'est gratuit",
        "le nord de la France",
        "il faut que je vienne",
        "pour allier travail et formation",
        "je manche un outil",
        "la réunion de demain",
        "compte rendu de la réunion",
        "je suis en réunion",
        "a nice course",
        "the die is cast",
        "les sens de la visite",
        "inscription à la crèche",
        "le tampon de l'employeur",
        "une convocation en mars",
        "lettre de résiliation pour Orange",
        "sauce béarnaise",
        "on n'a pas de module",
        "je fais de la maçonnerie",
        "Mme Picard",
        "M. Paris m'a aidé",
        "where to enrol for modules",
        "I'm hopeless with computers",
        "y a-t-il une hotline",
        "hors Bretagne",
    ],
)
def test_common_words_that_are_also_names_are_no_territories(text: str) -> None:
    assert codes(text) == []


@each_row(
    "text", ["l'Espace Numérique Sud-Charente", "Pimms Médiation de Bordeaux", "France Num", "Hub du Sud", "La Mêlée"]
)
def test_names_of_organisations_are_no_territories(text: str) -> None:
    assert codes(text) == []


@each_row(
    ("text", "understood"),
    [
        ("je suis à Nice", ["06"]),
        ("Nice", ["06"]),
        ("a nice course in Nice", ["06"]),
        ("j'habite à tours", ["37"]),
        ("conseillère à Sens", ["89"]),
        ("au Port", ["974"]),
        ("à La Possession", ["974"]),
        ("la mairie de Port", ["01"]),
        ("dans le Cher", ["18"]),
        ("Guéret, creuse", ["23"]),
        ("en formation dans le nord", ["59"]),
        ("conseiller du Nord", ["59"]),
        ("les conseillers de la Réunion", ["974"]),
        ("ki est le hub a la reunion", ["974"]),
        ("au Havre", ["76"]),
        ("Amou (40)", ["40"]),
        ("je travaille à Amou", ["40"]),
    ],
)
def test_common_words_with_a_cue_are_territories(text: str, understood: list[str]) -> None:
    assert codes(text) == understood


def test_mention_has_its_position_and_kind() -> None:
    text = "Bonjour, je suis conseillère dans le Lot-et-Garonne."
    assert FINDER.find(text) == [
        PlaceSpan(37, 51, "Lot-et-Garonne", "Lot-et-Garonne", ("47",), "department", ambiguous=False)
    ]


def test_misspelt_town_has_its_right_name() -> None:
    assert [(m.text, m.name, m.kind) for m in FINDER.find("a perigeux")] == [("perigeux", "Périgueux", "commune")]


def test_question_is_found_in_a_long_message() -> None:
    text = (
        "Bonjour,\n\nComme convenu lors de notre échange du 12 mars, je reviens vers vous. J'ai suivi 64 heures de "
        "formation, soit 17 semaines, et mon tuteur M. Paris me dit que c'est 40 % du parcours. Or à la mairie de "
        "Mont-de-Marsan, on me demande une convocation avant le 33 ème jour. Qui gère le titre complet ?\n\n"
        "Cordialement,\nFlorence, tél. 05 58 40 33 64"
    )
    assert codes(text) == ["40"]


def test_odd_messages_raise_no_error() -> None:
    for text in ("", " ", "?", "👍🏽", "\u0301", "l'", "-", "(", "40" * 500, "à " * 3000, "①② ４０", "İ" * 50):
        FINDER.find(text)
        FINDER.find(text, expected=True)


def test_finder_accepts_files_as_arguments() -> None:
    from tests.evaluation.territory_sentences import DATA, LEXICON, PROGRAMME

    finder = PlaceFinder.load(PROGRAMME / "territoires.yml", DATA / "communes.txt", LEXICON / "territoires.yml")
    assert finder.find("à Pau")[0].codes == ("64",)


@each_row(
    ("text", "understood"),
    [
        ("non, moi je parle du TITRE entier", []),
        ("c'est pour LE TITRE que je demande", []),
        ("qu'est-ce qui a CHANGÉ pour nous ?", []),
        ("on s'inscrit EN LIGNE ou pas ?", []),
        ("je bosse à AMOU", ["40"]),
        ("et pour la CREUSE ?", ["23"]),
    ],
)
def test_word_in_capitals_for_emphasis_is_no_territory(text: str, understood: list[str]) -> None:
    assert codes(text) == understood
