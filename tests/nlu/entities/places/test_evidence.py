"""Places named beside others or in few words: numbers beside a course, streets, people, halves of names."""

from rules.loading import load_programme
from tests.evaluation.territory_sentences import load_finder
from tests.support.tables import each_row

FINDER = load_finder()
PROGRAMME = load_programme()


def codes(text: str) -> list[str]:
    """The codes of each place found; a question mark after them if the adviser has to choose among them."""
    return [",".join(m.codes) + "?" * m.ambiguous for m in FINDER.find(text)]


@each_row(
    ("text", "understood"),
    [
        ("le 16, le 17 et le 64", ["16", "17", "64"]),
        ("on est trois : le 19, le 23 et le 87", ["19", "23", "87"]),
        ("le 16, 17 et 79", ["16", "17", "79"]),
        ("pour le 24, le 33 ou le 47 ?", ["24", "33", "47"]),
        ("for the 23 and the 87", ["23", "87"]),
        ("on couvre le 2A et le 2B", ["2A", "2B"]),
        ("le ccp1 en 2A ou 2B", ["2A", "2B"]),
        ("le 12, le 14 et le 16 mai", []),
        ("le 16 et le 17", []),
        ("les 12, 13 et 40 heures", []),
        ("le 3, le 4 et le 64", ["64"]),
        ("974 et 976", ["974", "976"]),
        ("97-4", ["974"]),
        ("16, 17 et 64", ["16", "17", "64"]),
        ("40/64", ["40", "64"]),
        ("40 & 64 ?", ["40", "64"]),
        ("12/05", []),
        ("06 40 33 64", []),
        ("le 19, le 23 ainsi que le 87", ["19", "23", "87"]),
    ],
)
def test_list_of_numbers_is_understood_whole(text: str, understood: list[str]) -> None:
    assert codes(text) == understood


@each_row(
    ("text", "understood"),
    [
        ("titre complet 79", ["79"]),
        ("titre complet 33 svp", ["33"]),
        ("hub 90", ["90"]),
        ("le hub du 24", ["24"]),
        ("remn 19 ?", ["19"]),
        ("titre complet : 79", ["79"]),
        ("ccp1 (2A)", ["2A"]),
        ("CCP1 33", ["33"]),
        ("ccp 1 47", ["47"]),
        ("CCP1 2A coordination", ["2A"]),
        ("ccp1 2b", ["2B"]),
        ("formation initiale 86, comment faire", ["86"]),
        ("aidants connect 24 et 47", ["24", "47"]),
        ("coordination 12", ["12"]),
        ("64 titre complet", ["64"]),
        ("bonjour 40 ccp1 ?", ["40"]),
        ("2a formation continue", ["2A"]),
        ("47 : qui paie le titre ?", ["47"]),
        ("97300 ccp1", ["973"]),
        ("ccp1 40100", ["40"]),
        ("87000 hub", ["87"]),
        ("je suis dans le 33000", ["33"]),
        ("qui contacter pour les modules, 79", ["79"]),
        ("infos titre svp 79", ["79"]),
        ("full title 16?", ["16"]),
    ],
)
def test_number_beside_a_course_or_set_off_at_an_end_is_a_department(text: str, understood: list[str]) -> None:
    assert codes(text) == understood


@each_row(
    "text",
    [
        "ccp1 64 heures",
        "ccp1 70h",
        "titre complet 17 semaines",
        "hub 14 h",
        "module 7 h",
        "modules 3, 7 et 64",
        "ccp1 12 mai",
        "ccp1 12/05",
        "ccp1 2024",
        "remn 36303",
        "CCP1 12 et 13 juin",
        "formation initiale 14, 15 et 16 mars",
        "hub 10 à 12 heures",
        "titre complet 12 au 15",
        "titre complet 840",
        "titre complet 5",
        "remn niveau 64",
        "ccp1 40 inscrits",
        "titre complet 35000 habitants",
        "les 2 modules",
        "40 titres complets",
        "12 formations initiales",
        "70 h, ccp1",
        "contact 06 40 33 64 24",
        "article 33",
        "on a lu la page 64",
        "ma fille a 2 ans et moi, 24",
        "40 rue Pasteur",
        "12 bis avenue Foch",
    ],
)
def test_counting_number_beside_a_course_is_no_department(text: str) -> None:
    assert codes(text) == []


@each_row(
    ("text", "understood"),
    [("40", "40"), ("64 ?", "64"), ("le 40", "40"), ("dpt 40", "40"), ("12", "12"), ("2a", "2A"), ("33000", "33")],
)
def test_message_that_is_only_a_number_is_a_department(text: str, understood: str) -> None:
    assert codes(text) == [understood]


@each_row(
    ("text", "understood"),
    [
        ("rue de Pau à Bordeaux", ["33"]),
        ("je suis au 12 rue de Pau à Bordeaux", ["33"]),
        ("12 avenue de Toulouse, Agen", ["47"]),
        ("place de la Réunion à Limoges", ["87"]),
        ("12 place Bordeaux à Brest", ["29"]),
        ("boulevard de Strasbourg à Angoulême", ["16"]),
        ("bd d'Alsace, 86000 Poitiers", ["86"]),
        ("la route de Bayonne à Dax", ["40"]),
        ("je travaille rue de Paris", []),
        ("our office is on rue de Lyon in Tulle", ["19"]),
        ("il reste des places en Gironde", ["33"]),
        ("une formation sur place à Bordeaux", ["33"]),
        ("c'est en place en Gironde", ["33"]),
    ],
)
def test_place_in_the_name_of_a_street_is_no_territory(text: str, understood: list[str]) -> None:
    assert codes(text) == understood


@each_row(
    ("text", "understood"),
    [
        ("Pascal Landes, conseiller à Ruffec (16)", ["16"]),
        ("pascal landes est conseiller à ruffec (16)", ["16"]),
        ("Bonjour, Julie Gers ici, je travaille à Marmande", ["47"]),
        ("je m'appelle Marc Lyon et je travaille à Agen", ["47"]),
        ("Jean-Marc Limousin m'a répondu", []),
        ("Cordialement, P. Landes, Guéret", ["23"]),
        ("my colleague Sophie Bordeaux works in Tulle", ["19"]),
        ("Pascal, Landes", ["40"]),
        ("Pascal (Landes)", ["40"]),
        ("Bonjour Landes", ["40"]),
        ("hub Landes", ["40"]),
        ("Saint-Vincent Landes", ["40"]),
        ("Peyrehorade (40)", ["40"]),
        ("Ruffec (16)", ["16"]),
        ("à Saint-Martin dans les Landes", ["40"]),
        ("je suis à Saint-Laurent dans le Gers", ["32"]),
        ("de Saint-Denis à la Gironde", ["93,974?", "33"]),
    ],
)
def test_family_name_is_no_territory(text: str, understood: list[str]) -> None:
    assert codes(text) == understood


@each_row(
    ("text", "understood"),
    [
        ("dans le neuf-trois", ["93"]),
        ("jsuis ds le 9-3", ["93"]),
        ("au pays bask", ["64"]),
        ("a oleron", ["17"]),
        ("sur l'ile d'oleron", ["17"]),
        ("à Hossegor", ["40"]),
        ("soorts hossegor", ["40"]),
        ("Biscarrosse plage", ["40"]),
        ("au cap ferret", ["33"]),
        ("La Rochelle centre", ["17"]),
        ("à Belle-Île", ["56"]),
        ("Noirmoutier", ["85"]),
        ("conseiller à Châtelaillon", ["17"]),
        ("je bosse a sarlat", ["24"]),
        ("limousin", ["19,23,87"]),
        ("et le limousin ?", ["19,23,87"]),
        ("une limousine", []),
        ("dans l'agenais", ["47"]),
        ("au pays d'auge", ["14,61?"]),
        ("à Chamonix", ["74"]),
        ("marais poitevin", ["17,79,85?"]),
        ("conseiller wallis", ["986"]),
        ("je suis sur wallis et futuna", ["986"]),
        ("saint pierre & miquelon", ["975"]),
        ("en polynésie", ["987"]),
        ("a noumea", ["988"]),
        ("saint-barth", ["977"]),
        ("à Bora-Bora", ["987"]),
        ("a la guadloupe", ["971"]),
        ("chatelleraut", ["86"]),
        ("chatellerau", ["86"]),
        ("la martinik", ["972"]),
        ("je suis à Landes-le-Gaulois", ["41"]),
        ("I work in Saint-Denis", ["93,974?"]),
        (
            "Bonjour, je suis conseillère depuis peu. On m'a parlé de 64 heures, puis du CCP1, et je suis perdue. "
            "Notre structure, à Wallis, vient de recruter. Merci d'avance.",
            ["986"],
        ),
    ],
)
def test_nicknames_islands_and_halves_of_names_are_understood(text: str, understood: list[str]) -> None:
    assert codes(text) == understood


# A hub named after its region ("Hub Bretagne") is named by its region, which is then a place.
_NAMED_AFTER_A_REGION = {"Hub Bretagne", "Hub Corsica", "Hub Antilles"}


@each_row("name", sorted({organisation.short_name for organisation in PROGRAMME.organisations.values()}))
def test_no_organisation_of_the_programme_is_a_territory(name: str) -> None:
    assert bool(codes(f"qui est {name} ?")) == (name in _NAMED_AFTER_A_REGION)


@each_row(
    ("text", "understood"),
    [
        ("Francil'IN et plus POP School pour la Martinique", ["972"]),
        ("francil in ou francilin ?", []),
        ("Hubikoop à Limoges", ["87"]),
        ("MedNum BFC ou La Mêlée pour la Gironde", ["33"]),
    ],
)
def test_organisation_beside_a_place_is_no_second_place(text: str, understood: list[str]) -> None:
    assert codes(text) == understood
