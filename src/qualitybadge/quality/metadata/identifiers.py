"""The form of identifiers and codes of frameworks, countries and languages. Knows no labels, asks nobody."""

from __future__ import annotations

import re
from typing import Literal

from ...model.ob2_values import LANGUAGE

LanguageState = Literal["valid", "deprecated", "invalid"]

_ESCO = re.compile(
    r"https?://data\.europa\.eu/esco/(?:skill|occupation)/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}",
    re.ASCII | re.IGNORECASE,
)
_ESCO_GROUP = re.compile(
    r"https?://data\.europa\.eu/esco/"
    r"(?:skill/[A-Z](?:[0-9]{1,2}(?:\.[0-9]{1,2}){0,3})?|isco/C[0-9]{1,4}|isced-f/[0-9]{2,4})",
    re.ASCII,
)
_EQF = re.compile(
    r"(?:EQF|European Qualifications Framework)?[ :-]{0,3}(?:level)?[ :-]{0,3}[1-8]", re.IGNORECASE
)
_ISCED_F = re.compile(r"[0-9]{2,4}", re.ASCII)
_DIGCOMP = re.compile(r"[1-5](?:\.[1-9])?", re.ASCII)
_LIFECOMP = re.compile(r"[PSL][1-9](?:\.[1-9])?", re.ASCII)
# ISO 3166-1 leaves AA, QM to QZ, XA to XZ and ZZ to users; the European Union gave XK to Kosovo.
_COUNTRY = re.compile(r"(?!AA|Q[M-Z]|X[A-JL-Z]|ZZ)[A-Z]{2}", re.ASCII)
_LANGUAGE = re.compile(LANGUAGE.pattern or "", re.ASCII)
# Language subtags of two letters that ISO 639 withdrew and the IANA Language Subtag Registry marks as
# deprecated; and the old tags of RFC 5646 §2.2.8 that it marks so. The first two of `i-` are still in use.
_WITHDRAWN = frozenset({"in", "iw", "ji", "jw", "mo"})
_LONGEST_LANGUAGE = 3
_VARIANT = re.compile(r"[a-z0-9]{5,8}|[0-9][a-z0-9]{3}")
_STILL_USED = frozenset({"i-default", "i-mingo"})
_OLD = frozenset({
    "art-lojban", "cel-gaulish", "en-gb-oed", "no-bok", "no-nyn", "sgn-be-fr", "sgn-be-nl", "sgn-ch-de",
    "zh-guoyu", "zh-hakka", "zh-min", "zh-min-nan", "zh-xiang",
})  # fmt: skip


def is_esco(uri: str) -> bool:
    """Tell whether an address has the form of an ESCO skill or occupation; not whether ESCO knows it."""
    return _ESCO.fullmatch(uri) is not None


def is_esco_group(uri: str) -> bool:
    """Tell whether an address has the form of a group of ESCO: of skills, of occupations, of knowledge."""
    return _ESCO_GROUP.fullmatch(uri) is not None


def is_eqf_level(text: str) -> bool:
    """Tell whether a text is a level of the EQF, 1 to 8, alone or behind the framework's name."""
    return _EQF.fullmatch(text.strip()) is not None


def is_isced_f(code: str) -> bool:
    """Tell whether a code has the form of an ISCED-F field: broad two digits, narrow three, detailed four.

    Whether UNESCO gave the code to a field is not looked up.
    """
    return _ISCED_F.fullmatch(code) is not None


def is_digcomp(code: str) -> bool:
    """Tell whether a code has the form of a DigComp area, 1 to 5, or of a competence in it, such as 2.3."""
    return _DIGCOMP.fullmatch(code) is not None


def is_lifecomp(code: str) -> bool:
    """Tell whether a code has the form of a LifeComp competence, such as P2, S1 or L3, or a part of one."""
    return _LIFECOMP.fullmatch(code) is not None


def is_country_code(code: str) -> bool:
    """Tell whether a code has the form of ISO 3166-1 alpha-2 and is not one that users give themselves.

    Whether it is given to a country is not looked up.
    """
    return _COUNTRY.fullmatch(code) is not None


def language_tag_state(tag: str) -> LanguageState:
    """Tell whether a language tag is well-formed, deprecated or no tag at all (BCP 47 §2.1).

    The form is what counts: whether the registry has each subtag is not looked up.
    """
    if not _LANGUAGE.fullmatch(tag):
        return "invalid"
    low = tag.lower()
    first, *rest = low.split("-")
    if low in _OLD or first in _WITHDRAWN or (first == "i" and low not in _STILL_USED):
        return "deprecated"
    # Longer language subtags are well-formed and reserved; there is none, but people write "english".
    if len(first) > _LONGEST_LANGUAGE or (first != "x" and _repeats(rest)):
        return "invalid"
    return "valid"


def _repeats(rest: list[str]) -> bool:
    """Tell whether a variant or a singleton stands twice, which the grammar alone allows (§2.2.5, §2.2.6)."""
    public = rest[: rest.index("x")] if "x" in rest else rest
    starts = [index for index, part in enumerate(public) if len(part) == 1]
    singletons = [public[index] for index in starts]
    variants = [part for part in (public[: starts[0]] if starts else public) if _VARIANT.fullmatch(part)]
    return len(set(singletons)) < len(singletons) or len(set(variants)) < len(variants)
