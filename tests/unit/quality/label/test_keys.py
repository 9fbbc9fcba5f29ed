"""An authority that changed its key: its earlier labels and logs stand, unless the key fell into other hands."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from qualitybadge.errors import InputError, IssueError
from qualitybadge.issue.keyhistory import KeyHistory
from qualitybadge.quality.label.authority import LabelAuthority
from qualitybadge.quality.label.evaluationlog import EvaluationLog
from qualitybadge.quality.label.holders import holders
from support.keyring import pair
from support.labels import (
    APPLICATION,
    AUTHORITY,
    AWARDED,
    LABEL_KEY,
    LIST,
    METHOD,
    SCHEME,
    Network,
    application,
    decision,
    issuer,
    reviews,
)

NEW_KEY, NEW_METHOD = pair("Ed25519", "label authority, new"), f"{AUTHORITY}#key-2"
LATER = AWARDED + timedelta(days=30)
BEGUN = KeyHistory.start(METHOD, LABEL_KEY, at=AWARDED - timedelta(days=90))
ROTATED = BEGUN.rotate(NEW_KEY, at=LATER, method=NEW_METHOD)


@pytest.fixture
def network(tmp_path):
    made = Network(tmp_path)
    made.given = made.label()
    return made


def later(network, history=ROTATED):
    """Return the authority with its new key."""
    now = replace(issuer(method=NEW_METHOD, clock=lambda: LATER), key=NEW_KEY)
    return LabelAuthority(now, scheme=SCHEME, statuses=network.statuses, status_list=LIST, history=history)


def test_labels_of_an_earlier_key_stand_with_the_history(network):
    authority = later(network)
    assert holders(authority, [network.given]).holders[0].state == "holds"
    assert authority.certificate(network.given).id
    (status,) = authority.revoke(network.given)
    assert status.revoked


def test_without_the_history_nobody_knows_the_earlier_key(network):
    with pytest.raises(IssueError, match="does not carry a proof") as caught:
        holders(later(network, None), [network.given])
    assert "history of keys" in caught.value.hint


def test_f12_a_label_of_a_compromised_key_is_built_upon_by_nobody(network):
    lost = ROTATED.compromise(METHOD, since=LATER)
    with pytest.raises(IssueError, match="does not carry a proof"):
        later(network, lost).certificate(network.given)


def test_a_log_that_two_keys_signed_is_gone_on_with(network):
    old = network.decided(application(renewal_of=network.given.id), "renewal.jsonl")
    of = application(renewal_of=network.given.id)
    both = EvaluationLog(old.path, (LABEL_KEY.public_key, NEW_KEY.public_key), clock=lambda: LATER)
    label = later(network).renew(network.given, of, reviews(of), decision(of), log=both)
    assert label.credential["credentialSubject"]["renewalOf"] == network.given.id
    assert len({entry.key for entry in both.entries()}) == 2
    with pytest.raises(InputError, match="not the authority's"):
        EvaluationLog(old.path, (NEW_KEY.public_key,)).entries()


def test_a_label_is_handed_out_again_after_a_change_of_keys(network):
    log = EvaluationLog(
        network.folder / "log.jsonl", (LABEL_KEY.public_key, NEW_KEY.public_key), clock=lambda: LATER
    )
    assert later(network).awarded(APPLICATION, log=log) == network.given
