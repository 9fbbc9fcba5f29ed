"""D04: the scheme of an address is the same in any case: no spelling of it hides an image or a plain http."""

from __future__ import annotations

import pytest

import qualitybadge as qb
from support.images import png
from support.world2 import (
    ASSERTION,
    CLASS,
    IMAGE,
    ISSUER,
    assertion,
    badge_class,
    codes,
    issuer,
    rows,
    verify,
    web,
)

HTTP = qb.Policy(allow_http_hosted=True)
PICTURE = qb.Response(headers={"Content-Type": "image/png"}, body=png())


def _respelled(address: str, scheme: str) -> str:
    return scheme + address.removeprefix("https")


@pytest.mark.parametrize("scheme", ["HTTPS", "Https", "hTTps", "HTTP", "Http"])
@pytest.mark.parametrize("holder", [assertion, badge_class, issuer])
@pytest.mark.parametrize("form", [lambda address: address, lambda address: {"id": address}])
def test_d04_an_image_is_looked_at_whatever_the_case_of_its_scheme(scheme, holder, form):
    address = _respelled("https://school.example/nothing.png", scheme)
    report = verify(served=web(holder(image=form(address))), policy=HTTP)
    assert report.verdict is qb.Verdict.INDETERMINATE, qb.render(report)
    assert codes(report) == {"FETCH"}
    found = verify(served=web(holder(image=form(address)), **{address: PICTURE}), policy=HTTP)
    assert found.verdict is qb.Verdict.VALID, qb.render(found)


@pytest.mark.parametrize("scheme", ["HTTP", "Http", "http"])
def test_d04_nobody_vouches_for_what_came_over_http_in_any_case(scheme):
    one, two, three = (_respelled(address, scheme) for address in (ASSERTION, CLASS, ISSUER))
    served = {IMAGE: PICTURE, one: assertion(id=one, badge=two), two: badge_class(id=two, issuer=three)}
    served[three] = issuer(id=three)
    report = verify(one, served, HTTP)
    assert report.trust is qb.Trust.NONE, qb.render(report)
    for address in (two, three):
        mixed = web(
            assertion(badge=two if address == two else CLASS), badge_class(issuer=three), served[address]
        )
        mixed |= {two: badge_class(id=two)} if address == two else {}
        assert verify(ASSERTION, mixed, HTTP).trust is qb.Trust.NONE, address


@pytest.mark.parametrize("scheme", ["HTTPS", "Https"])
def test_d04_a_hosted_badge_is_one_in_any_case(scheme):
    one, two, three = (_respelled(address, scheme) for address in (ASSERTION, CLASS, ISSUER))
    served = {IMAGE: PICTURE, one: assertion(id=one, badge=two), two: badge_class(id=two, issuer=three)}
    served[three] = issuer(id=three)
    report = verify(one, served)
    assert (report.verdict, report.trust) == (qb.Verdict.VALID, qb.Trust.DOMAIN), qb.render(report)


@pytest.mark.parametrize(
    "image", ["robots.png", "ftp://school.example/a.png", {"caption": "none"}, [IMAGE, IMAGE], 5]
)
def test_an_image_without_an_address_is_never_passed_over(image):
    report = verify(served=web(badge_class(image=image)))
    (row,) = rows(report, "resources")
    assert (row.outcome, row.required) == (qb.Outcome.SKIPPED, True)
    assert report.verdict is not qb.Verdict.VALID
