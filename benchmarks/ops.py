"""Our operations on the fixtures, one row each: how to prepare the call, and what its result must be.

Every row checks its result once before it is timed: a fast wrong answer is no figure. The rich credential
carries a status entry, whose list is not to be had without a network, so its verdict is INDETERMINATE; the
row then demands that every other required check passed, the signature first of all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import fixtures
from fixtures import KEY_OF_ALGORITHM, SIZES

import qualitybadge as qb

Call = Callable[[], Any]
Check = Callable[[Any], str]
"""Looks at one result: returns a remark, raises `WrongResultError` where the result is not what it must be."""

VERIFY, ISSUE, BAKE, START, DETAIL = "Verify", "Issue", "Bake and unbake", "Start", "Steps of a verification"
AROUND, OLDER, QUALITY = "Around a credential", "Open Badges 2.0", "Quality"
IMAGES = {"1 KB": "img1k.png", "100 KB": "img100k.png", "1 MB": "img1m.png"}


class WrongResultError(Exception):
    """An operation returned something else than the fixture demands."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table.

    Attributes:
        section: the table.
        title: what is measured.
        prepare: returns the call and the check of its result.
        peer: operation and beginning of the variant under which the peers' scripts report the same.
        goal: microseconds to reach; None: none was set.
        times: how many operations one call makes; the figure is of one of them.
    """

    section: str
    title: str
    prepare: Callable[[], tuple[Call, Check]]
    peer: tuple[str, str] = ("", "")
    goal: float | None = None
    times: int = 1


def rows() -> list[Row]:
    """Return every row that is measured inside this process."""
    import around  # whose rows are made of this module's
    import older
    import quality

    beside = [*around.rows(), *older.rows(), *quality.rows()]
    return [*_verify_rows(), *beside, *_issue_rows(), *_bake_rows(), *_detail_rows()]


# -- verify --------------------------------------------------------------------------------------------------

# The fixtures' tokens have `typ: vc+jwt`, as the peers write it; OB 3.0 says JWT, and the strict policy insists.
TOKENS = {"allow_vc_jwt_type": True}


def _verifier(**relaxations: bool) -> Any:
    return qb.Verifier(qb.Policy(**relaxations), fetcher=qb.NoNetwork())


def check_report(report: Any) -> str:
    """Demand that the signature passed, and every other required check but that of the status entry."""
    outcomes = {row.id: row.outcome for row in report.checks}
    if outcomes.get("proof") is not qb.Outcome.PASSED:
        raise WrongResultError(f"the signature did not pass: {report.summary}")
    still_open = {r.id for r in report.checks if r.required and r.outcome is not qb.Outcome.PASSED}
    if still_open - {"status"}:
        raise WrongResultError(f"required checks did not pass: {sorted(still_open)}: {report.summary}")
    expected = qb.Verdict.INDETERMINATE if still_open else qb.Verdict.VALID
    if report.verdict is not expected:
        raise WrongResultError(f"the verdict is {report.verdict.name}, not {expected.name}")
    return report.verdict.name.lower()


def _verify_rows() -> Iterator[Row]:
    for algorithm in KEY_OF_ALGORITHM:
        for size in SIZES:
            yield Row(
                VERIFY,
                f"VC-JWT {algorithm}, {size}",
                lambda a=algorithm, s=size: _verify(fixtures.token(a, s), **TOKENS),
                ("verify OB3 VC-JWT", f"{algorithm} {size}"),
                {"basic": 100, "rich": 200}[size] if algorithm == "EdDSA" else None,
            )
    for size in SIZES:
        yield Row(
            VERIFY,
            f"eddsa-rdfc-2022, {size}",
            lambda s=size: _verify(fixtures.proved(s)),
            ("verify OB3 eddsa-rdfc-2022", size),
            {"basic": 150, "rich": 500}[size],
        )
    yield Row(
        VERIFY,
        "100 KB PNG with a VC-JWT EdDSA, basic",
        lambda: _verify(qb.bake(fixtures.read(IMAGES["100 KB"]), fixtures.token("EdDSA", "basic")), **TOKENS),
        ("verify baked PNG end to end", "EdDSA basic"),
    )


def _verify(source: str | bytes, **relaxations: bool) -> tuple[Call, Check]:
    verifier = _verifier(**relaxations)
    return lambda: verifier.verify(source), check_report


# -- issue ---------------------------------------------------------------------------------------------------


def _issue_rows() -> Iterator[Row]:
    for algorithm in KEY_OF_ALGORITHM:
        for size in SIZES:
            yield Row(
                ISSUE,
                f"VC-JWT {algorithm}, {size}",
                lambda a=algorithm, s=size: _issue(a, s, "vc-jwt"),
                ("issue OB3 VC-JWT", f"{algorithm} {size}"),
            )
    for size in SIZES:
        yield Row(
            ISSUE,
            f"eddsa-rdfc-2022, {size}",
            lambda s=size: _issue("EdDSA", s, "eddsa-rdfc-2022"),
            ("issue OB3 eddsa-rdfc-2022", size),
            {"basic": 100, "rich": 400}[size],
        )
    for size in SIZES:
        yield Row(
            ISSUE,
            f"eddsa-rdfc-2022, {size}, with the self-check",
            lambda s=size: _issue("EdDSA", s, "eddsa-rdfc-2022", self_check=True),
        )


def _issue(algorithm: str, size: str, proof: str, *, self_check: bool = False) -> tuple[Call, Check]:
    key = qb.KeyPair.from_pem(fixtures.read(f"{KEY_OF_ALGORITHM[algorithm]}.priv.pem"))
    issuer = qb.Issuer("Example University", key, self_check=self_check)
    credential = fixtures.unsigned(size)
    # The unsigned fixture names the Ed25519 key; each of the other keys speaks under its own name.
    named = json.dumps(credential).replace(json.dumps(credential["issuer"]["id"]), json.dumps(issuer.id))
    credential = json.loads(named)

    def check(badge: Any) -> str:
        return check_report(_verifier().verify(badge.token or badge.document))

    return lambda: issuer.sign(credential, proof=proof), check


# -- bake ----------------------------------------------------------------------------------------------------


def _bake_rows() -> Iterator[Row]:
    for label, name in IMAGES.items():
        mark = name.removesuffix(".png")
        yield Row(
            BAKE,
            f"bake a PNG of {label}",
            lambda n=name: _bake(n),
            ("bake PNG", mark),
            10 if label == "100 KB" else None,
        )
        yield Row(
            BAKE,
            f"unbake a PNG of {label}",
            lambda n=name: _unbake(n),
            ("unbake PNG", mark),
            6 if label == "100 KB" else None,
        )
    yield Row(BAKE, "bake an SVG of 85 KB", lambda: _bake("img.svg"), ("bake SVG", "85 KB"), 1000)
    yield Row(BAKE, "unbake an SVG of 85 KB", lambda: _unbake("img.svg"), ("unbake SVG", "85 KB"), 1500)


def _bake(name: str) -> tuple[Call, Check]:
    image, content = fixtures.read(name), fixtures.token("EdDSA", "basic")

    def check(baked: bytes) -> str:
        return _same(qb.unbake(baked).content, content)

    return lambda: qb.bake(image, content), check


def _unbake(name: str) -> tuple[Call, Check]:
    content = fixtures.token("EdDSA", "basic")
    baked = qb.bake(fixtures.read(name), content)
    return lambda: qb.unbake(baked), lambda carried: _same(carried.content, content)


def _same(found: str, expected: str) -> str:
    if found != expected:
        raise WrongResultError("the credential in the image is not the one that was baked")
    return ""


# -- steps ---------------------------------------------------------------------------------------------------


def _detail_rows() -> Iterator[Row]:
    yield Row(DETAIL, "one Ed25519 signature of 64 bytes", _step_signature)
    steps = {
        "read the JSON strictly": (_step_json, ("", "")),
        "conformance to the data model": (_step_conformance, ("", "")),
        "JSON-LD to RDF": (_step_walk, ("", "")),
        "RDF canonicalisation alone": (_step_canon, ("", "")),
        "JSON-LD to canonical N-Quads": (_step_both, ("JSON-LD to canonical N-Quads", "{}")),
        "make the typed model": (_step_model, ("", "")),
        "write the report as JSON": (_step_report, ("", "")),
    }
    for title, (step, (operation, variant)) in steps.items():
        for size in SIZES:
            yield Row(
                DETAIL,
                f"{title}, {size}",
                lambda f=step, s=size: f(s),
                (operation, variant.format(size)),
                80 if (title, size) == ("conformance to the data model", "rich") else None,
            )


def _any(_: Any) -> str:
    return ""


def _step_signature() -> tuple[Call, Check]:
    key = qb.KeyPair.generate("Ed25519")
    message = bytes(64)
    signature, public = key.sign(message), key.public_key

    def check(fits: Any) -> str:
        if fits is not True:
            raise WrongResultError("the signature does not fit")
        return ""

    return lambda: public.verify(signature, message), check


def _step_json(size: str) -> tuple[Call, Check]:
    from qualitybadge.wire import strictjson

    raw = fixtures.proved(size)
    return lambda: strictjson.loads(raw), _any


def _step_conformance(size: str) -> tuple[Call, Check]:
    from qualitybadge.conformance import conformance_errors
    from qualitybadge.limits import DEFAULT_LIMITS

    credential = fixtures.unsigned(size)

    def check(errors: Any) -> str:
        if errors:
            raise WrongResultError(f"the fixture does not conform: {errors[0]}")
        return ""

    return lambda: conformance_errors(credential, limits=DEFAULT_LIMITS), check


def _step_walk(size: str) -> tuple[Call, Check]:
    from qualitybadge.jsonld import to_quads

    credential = fixtures.unsigned(size)
    return lambda: to_quads(credential), _any


def _step_canon(size: str) -> tuple[Call, Check]:
    from qualitybadge.jsonld import canonicalize, to_quads

    quads = to_quads(fixtures.unsigned(size))

    def check(canonical: bytes) -> str:
        return f"{canonical.count(b' .' + bytes([10]))} quads"

    return lambda: canonicalize(quads), check


def _step_both(size: str) -> tuple[Call, Check]:
    from qualitybadge.jsonld import canonicalize, to_quads

    credential = fixtures.unsigned(size)
    return lambda: canonicalize(to_quads(credential)), _any


def _step_model(size: str) -> tuple[Call, Check]:
    report = _verifier().verify(fixtures.proved(size))

    def check(credential: Any) -> str:
        if credential is None:
            raise WrongResultError("there is no model although the proof passed")
        return ""

    return lambda: report.credential, check


def _step_report(size: str) -> tuple[Call, Check]:
    report = _verifier().verify(fixtures.proved(size))
    return report.to_json, _any
