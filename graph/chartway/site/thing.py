"""The page about one thing: what is known and by whom, the ways in, what it opens, and what is no longer used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from chartway.namespaces import expand
from chartway.report.pathway import Sentences
from chartway.site import comparison
from chartway.site.address import explorer_of, page_of, place, report_of
from chartway.site.curriculum import Measured
from chartway.site.drawing import Drawing, around, ways_to
from chartway.site.explorer import invitation
from chartway.site.kind import address as list_address
from chartway.site.kind import plural
from chartway.site.site import Site
from chartway.site.template import filled
from chartway.visualization.bibliography import Bibliography
from chartway.visualization.description import Account, Description
from chartway.visualization.picture import Claim, Clause, Way

FIRST, MORE = "In short", "More"
PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        FIRST,
        (
            *("description", "issued by", "taught by", "offered by", "vendor", "administered by", "accredited by"),
            *(
                "approved by",
                "recognized by",
                "status",
                "superseded by",
                "predecessor",
                "level",
                "field",
                "kind",
                "months",
            ),
            *("credits", "unit of credits", "form", "begins", "ends", "rhythm", "place", "setting", "founded"),
            *("typical entry", "specialty of", "counts as", "earns", "leads to", "prepares for", "makes ready for"),
            *("advances to", "part of", "address", "verify at", "definition", "broader", "vocabulary"),
        ),
    ),
    (
        "What is asked for",
        ("requires", "recommends", "way in, in words", "prefers", "needs", "eligibility window in days"),
    ),
    (
        "Price and time",
        (
            *("fee", "extra fee", "duration", "hours per week", "lecture hours", "laboratory hours", "contact hours"),
            *("practice", "early testing", "extension"),
        ),
    ),
    ("The examination", ("format", "domain", "retake", "pass rate", "preparation")),
    ("Renewal", ("renewal", "joint renewal", "gives", "accepts", "accepted by", "absorbs")),
    ("Wages and outlook", ("wage", "outlook", "holders")),
    ("Curriculum", ("includes", "elective", "term", "all courses recorded", "not recorded", "topic", "teaches")),
)
"""The parts of a page and the properties told in each, in this order; all others follow under the last."""
NAMES = ("name", "also called", "former name", "abbreviation")
INVERSE = {
    "issuedBy": "Issues",
    "taughtBy": "Teaches",
    "accreditedBy": "Accredits",
    "approvedBy": "Approves",
    "administeredBy": "Runs",
    "offeredBy": "Offers",
    "earns": "What earns it",
    "leadsTo": "Credentials that lead to it",
    "prepares": "What prepares for it",
    "makesReadyFor": "What makes ready for it",
    "typicalEntry": "Typical entry of",
    "prefers": "Preferred by",
    "includes": "Part of",
    "elective": "Elective in",
    "partOf": "Parts",
    "countsAs": "Counts as it",
    "advancesTo": "Where it is reached from",
    "specialtyOf": "Specialties",
    "relatedTo": "Related",
    "recognizedBy": "Recognizes",
    "absorbs": "Absorbed by",
    "predecessor": "What it became",
    "supersededBy": "Took the place of",
    "vendor": "Delivers",
    "acceptedBy": "Counts the units of",
    "skos:inScheme": "Terms in it",
    "skos:broader": "Narrower",
    "topic": "Is about it",
    "teaches": "Teaches it",
    "skill": "Asks for it",
    "level": "On this level",
    "field": "In this field",
    "form": "In this form",
    "ofKind": "Of this kind",
}
"""What a thing does to those that name it, by the property with which they do; what is asked first stands first."""


@dataclass(frozen=True, slots=True)
class Line:
    """A property with all that is said of it."""

    word: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with the lines below it."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class InShort:
    """The default plan: what to beware of, where it starts, and what it costs and takes."""

    cautions: tuple[str, ...]
    start: str
    summary: str
    steps: tuple[str, ...]


def page(site: Site, id: str) -> bytes:
    """The page about the thing with this id."""
    knowledge = site.knowledge
    account = _account(site, id)
    ways, claims = account.ways(id), account.facts(id)
    told = parts(claim for claim in claims if not claim.standing)
    return filled(
        site,
        "thing.html",
        page_of(id),
        id=id,
        place=place(id),
        page_of=page_of,
        list_title=plural(site.pages[id]),
        list_address=list_address(site.pages[id]),
        pages=_pages(site, id),
        explorer=explorer_of(id) if id in site.explored else "",
        name=knowledge.name(id),
        label=knowledge.label(id),
        kind=site.pages[id],
        held=id in knowledge.bare.catalog or id in knowledge.folded,
        former=knowledge.is_former(id),
        heir=knowledge.successor(id),
        reason=knowledge.because(id) or knowledge.assumed_status(id),
        short=in_short(site, id),
        first=[part for part in told if part.heading == FIRST],
        rest=[part for part in told if part.heading != FIRST],
        estimates=_estimates(site, account),
        ways=together(ways),
        gone=_lines(claim for claim in claims if claim.standing),
        opens=site.opens.get(id, ()),
        named=_named(site, id),
        drawing=_drawing(site, id),
        measured=Measured.of(site, id),
        sources=account.bibliography.citations(),
        cited={number: one for one in site.knowledge.sources if (number := account.bibliography.number(one))},
    )


def together(ways: Iterable[Way]) -> list[tuple[Way, tuple[Clause, ...]]]:
    """The ways in with what each requires; those that differ in nothing else are one, which requires any of it.

    >>> rhit, ccs = (Way("exam", "$1", "", (Clause(name),), (), False, ()) for name in ("RHIT", "CCS"))
    >>> [(way, (required,))] = together([rhit, ccs])
    >>> required.text, [part.text for part in required.parts]
    ('any one of', ['RHIT', 'CCS'])
    """
    alike: dict[Way, list[Way]] = {}
    for way in ways:
        alike.setdefault(replace(way, required=()), []).append(way)
    return [(group[0], group[0].required if len(group) == 1 else (_any_of(group),)) for group in alike.values()]


def _any_of(ways: list[Way]) -> Clause:
    parts = [way.required[0] if len(way.required) == 1 else Clause("all of", parts=way.required) for way in ways]
    return Clause("any one of", parts=tuple(parts))


def _pages(site: Site, id: str) -> list[tuple[str, str]]:
    """What other pages say of it: what they are called, and their addresses."""
    found = []
    if id in site.charted:
        found.append(("Pathway report", report_of(id)))
    if id in site.explored:
        found.append((invitation(site, id), explorer_of(id)))
    if id in site.compared:
        found.append(("Its credentials side by side", comparison.address(id)))
    found += [
        (comparison.beside(site, other), comparison.address(other)) for other, ids in site.compared.items() if id in ids
    ]
    return found


def _account(site: Site, id: str) -> Account:
    knowledge = site.knowledge
    plan = site.advice(id).answer.plan if id in knowledge.bare.catalog else None
    publishers = Bibliography(knowledge.sources, knowledge.label)
    return Account(Description(site.world, plan), {one: one for one in site.pages}, publishers)


def _estimates(site: Site, account: Account) -> frozenset[int]:
    """The numbers of sources that are no pages."""
    sources = site.knowledge.sources
    assumed = [id for id, source in sources.items() if source.reliability == "assumed"]
    return frozenset(number for id in assumed if (number := account.bibliography.number(id)))


def parts(claims: Iterable[Claim]) -> tuple[Part, ...]:
    """What holds today, part by part; what belongs to no part comes last, then the names."""
    lines = {line.word: line for line in _lines(claims)}
    told = {word for _, words in PARTS for word in words} | set(NAMES)
    rest = tuple(word for word in lines if word not in told)
    found = [
        Part(heading, tuple(lines[word] for word in words if word in lines))
        for heading, words in (*PARTS, (MORE, rest), ("Names", NAMES))
    ]
    return tuple(part for part in found if part.lines)


def _lines(claims: Iterable[Claim]) -> tuple[Line, ...]:
    ordered = sorted(claims, key=lambda claim: (claim.of, claim.text))
    return tuple(Line(word, tuple(group)) for word, group in groupby(ordered, key=lambda claim: claim.of))


def in_short(site: Site, id: str) -> InShort | None:
    """The default plan in a few words, None where there is nothing to plan."""
    if id not in site.knowledge.bare.catalog:
        return None
    advice = site.advice(id)
    if advice.answer.plan is None or not advice.steps:
        return None
    says = Sentences(advice, numbered=False)
    steps = tuple(step.achievement for step in advice.steps)
    return InShort(tuple(says.doubt()), says.start(), says.summary(), steps)


def _named(site: Site, id: str) -> list[tuple[str, tuple[str, ...]]]:
    """What names the thing, below what that means for it."""
    places = {name: place for place, name in enumerate(INVERSE)}
    named = sorted(site.named_by.get(id, {}).items(), key=lambda one: (places.get(one[0], len(places)), one[0]))
    return [
        (INVERSE.get(name, f"Named as: {site.facts.term(expand(name if ':' in name else f'cw:{name}'))}"), ids)
        for name, ids in named
    ]


def _drawing(site: Site, id: str) -> Drawing | None:
    """The picture of what can be explored, else of the ways in, if it would show more than the thing alone."""
    if id in site.explored and id not in site.charted:
        return around(site, id)
    found = ways_to(site, id) if id in site.knowledge.bare.catalog else None
    return found if found and len(found.cards) > 1 else None
