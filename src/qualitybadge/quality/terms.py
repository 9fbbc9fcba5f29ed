"""The limits and word lists that the heuristic rules use: ours, not of any standard, and configurable."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Terms:
    """Limits and word lists of the heuristics; lengths in characters, shares between 0 and 1.

    Attributes:
        name_shortest: a shorter name is too short.
        name_longest: a longer name is too long.
        description_enough: a description this long is enough.
        description_short: a shorter one says hardly anything.
        issuer_description_enough: a description of the issuer this long is enough.
        criteria_enough: criteria this long are enough.
        comment_enough: a comment of an endorsement this long is enough.
        endorsement_days_close: an endorsement that ends at most so many days before its badge nearly lasts.
        similarity_highest: description and criteria that share more words than this say the same.
        salt_shortest: a shorter salt is short.
        claims_most: more outcomes than this need a workload of an hour each.
        image_smallest: width and height of an image, in pixels.
        image_largest: width and height of an image, in pixels.
        image_bytes_most: size of an image.
        hours_per_ects: least and most hours that one ECTS point stands for.
        review_years: a definition that was not reviewed for longer is old.
        clock_skew_seconds: an award date this far in the future is still now.
        generic_names: names that say nothing by themselves, lower case.
        placeholders: whole texts that were meant to be replaced, lower case.
        suspicious: signs and phrases that are left over from a template, in capitals where only that counts.
        copied_names: how the name of a copy begins, lower case.
        regulated_words: words and phrases of regulated qualifications, lower case.
        personal_mail_hosts: hosts of personal mailboxes.
        platform_hosts: hosts of platforms that issue for others.
        frameworks: words and hosts of public frameworks, lower case; behind ``=`` a whole name.
        vague_verbs: words that open an outcome without saying what the earner can do, lower case.
        evidence_words: words by which criteria ask for evidence, lower case; also as the start of a word.
        tracking_parameters: names of URL parameters that track, lower case; a trailing * takes any ending.
        identifier_schemes: types of organisation identifiers that are known.
        personal_members: members that hold more about a person than a badge needs, lower case, no separators.
        media_endings: endings of addresses of pictures, films and sounds, lower case.
        media_hosts: hosts of pictures and films that anybody may look at.
        no_expiry: words of a validity policy that say that nothing expires, lower case.
        credit_systems: words by which a system of credits is known, lower case, found as words of their own.
    """

    name_shortest: int = 3
    name_longest: int = 100
    description_enough: int = 100
    description_short: int = 30
    issuer_description_enough: int = 40
    criteria_enough: int = 60
    comment_enough: int = 20
    endorsement_days_close: int = 31
    similarity_highest: float = 0.8
    salt_shortest: int = 16
    claims_most: int = 10
    image_smallest: int = 90
    image_largest: int = 2000
    image_bytes_most: int = 250_000
    hours_per_ects: tuple[float, float] = (25, 30)
    review_years: int = 3
    clock_skew_seconds: int = 300
    generic_names: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = ()
    suspicious: tuple[str, ...] = ()
    copied_names: tuple[str, ...] = ()
    regulated_words: tuple[str, ...] = ()
    personal_mail_hosts: tuple[str, ...] = ()
    platform_hosts: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    vague_verbs: tuple[str, ...] = ()
    evidence_words: tuple[str, ...] = ()
    tracking_parameters: tuple[str, ...] = ()
    identifier_schemes: tuple[str, ...] = ()
    personal_members: tuple[str, ...] = ()
    media_endings: tuple[str, ...] = ()
    media_hosts: tuple[str, ...] = ()
    no_expiry: tuple[str, ...] = ()
    credit_systems: tuple[str, ...] = ()
