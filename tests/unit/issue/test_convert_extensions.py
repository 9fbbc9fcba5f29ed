"""Why official extensions are not carried as they are: the reasons given are what the walk and PyLD say."""

from __future__ import annotations

import pytest

from qualitybadge import spec
from qualitybadge.errors import InputError
from qualitybadge.issue.convert import upgrade
from qualitybadge.issue.convert_extensions import PROTECTED, REASONS, WORDLESS
from qualitybadge.jsonld import to_quads
from qualitybadge.jsonld.pyld_bridge import to_quads as pyld_to_quads
from support.world2 import verify

SPACE = "https://w3id.org/openbadges/extensions#"
ROWS = {row["type"].removeprefix(SPACE): row["contexts"] for row in spec.read_table("extensions/official")}
WALKS = (to_quads, pyld_to_quads)


@pytest.fixture(scope="module")
def credential():
    return upgrade(verify()).credential


def test_each_official_extension_has_its_reason():
    assert set(REASONS) == set(ROWS)


def naming(credential, url, **members):
    return {**credential, "@context": [*credential["@context"], url], **members}


@pytest.mark.parametrize("name", [name for name in ROWS if REASONS[name].startswith(PROTECTED)])
def test_a_protected_word_keeps_a_context_out(name, credential):
    for url in ROWS[name]:
        for walk in WALKS:
            with pytest.raises(InputError, match="protected term"):
                walk(naming(credential, url))


@pytest.mark.parametrize("name", [name for name in ROWS if REASONS[name] == WORDLESS])
def test_a_context_without_a_word_for_the_member_does_not_help(name, credential):
    extension = {"type": ["https://w3id.org/openbadges#Extension", f"{SPACE}{name}"]}
    for url in ROWS[name]:
        terms = spec.read_context(url)["@context"]
        for walk in WALKS:
            walk(naming(credential, url))
            for member in (f"extensions:{name}", f"{SPACE}{name}"):
                assert member not in terms
                with pytest.raises(InputError, match="is an IRI where a term belongs"):
                    walk(naming(credential, url, **{member: extension}))
            inside = naming(credential, url, evidence=[{"@context": url, **extension}])
            with pytest.raises(InputError, match=r"context"):
                walk(inside)
