"""The one table of problem types: code -> URI, title, meaning, advice, clause (RFC 9457, VC-DM 2.0 §7).

The W3C types keep their own URI; what is specific to Open Badges gets one of ours. `qualitybadge explain
CODE` prints a row. The table holds no logic; a code in use that is missing here is a programming error.
"""

from __future__ import annotations

from typing import NamedTuple

_OURS = "https://qualitybadge.example/problems#"
_VC = "https://www.w3.org/TR/vc-data-model#"
_SEC = "https://w3id.org/security#"
_STATUS = "https://www.w3.org/ns/credentials/status-list#"


class Problem(NamedTuple):
    """A problem type.

    Attributes:
        code: stable short name.
        type: URI of the problem type (RFC 9457 ``type``).
        title: one short line.
        advice: what to do next.
        spec: tag of the clause behind it.
    """

    code: str
    type: str
    title: str
    advice: str
    spec: str


# A table reads as a table.
# fmt: off
_ROWS: tuple[tuple[str, str, str, str, str], ...] = (
    # code, URI base, title, advice, clause
    # documents
    ("CONFORMANCE", _OURS, "Does not conform to the Open Badges data model",
     "ask the issuer to correct the property named by the pointer", "OB 3.0 §B"),
    ("CONTEXT_ORDER", _OURS, "The @context is not the one the specification asks for",
     "list the VC context first and an Open Badges context second", "OB 3.0 §B.1"),
    ("DATA_LOSS", _OURS, "A member has no defined meaning: no proof covers it, no reader sees it",
     "define the term in a known context or remove the member", "VC-DI §4.2"),
    ("FILE", _OURS, "A file could not be read",
     "check the path and its permissions", ""),
    ("LIMIT", _OURS, "Larger, deeper or more expensive than the limits allow",
     "raise the limit by name in Policy(limits=Limits(...)) if you trust the source", ""),
    ("MALFORMED_VALUE", _VC, "A value is malformed",
     "correct the value at the pointer", "VC-DM 2.0 §7"),
    ("NOT_A_BADGE", _OURS, "Not an Open Badge, endorsement, profile or credential",
     "pass the badge file, its JSON or its JWT", "OB 3.0 §5"),
    ("NO_CREDENTIAL", _OURS, "The image carries no credential",
     "use the baked image as it was downloaded; many tools strip the credential", "OB 3.0 §5.3"),
    ("AMBIGUOUS_CREDENTIAL", _OURS, "The file carries more than one credential",
     "ask the issuer for an image that was baked once", "OB 3.0 §5.3"),
    ("PARSING", _VC, "The input could not be parsed",
     "check that the file arrived complete and unaltered", "VC-DM 2.0 §7"),
    ("RANGE", _VC, "A value is outside its permitted range",
     "correct the value at the pointer", "VC-DM 2.0 §7"),
    ("SUBJECT_UNIDENTIFIED", _OURS, "The subject has neither an id nor an identifier",
     "nobody can tell whose badge this is; ask the issuer to add one", "OB 3.0 §8.1"),
    # JSON-LD
    ("CONTEXT_ALTERED", _OURS, "A known context was supplied with other content",
     "remove the context from contexts=...: the pinned one is used", "VC-DI §2.4.1"),
    ("CONTEXT_UNKNOWN", _OURS, "A context is not known and is never fetched",
     "read the context, then pass it: Verifier(policy, contexts={url: document})", "VC-DI §2.4.1"),
    # proofs
    ("ALGORITHM", _OURS, "The algorithm is not allowed or does not fit the key",
     "sign with EdDSA, ES256, ES384 or RS256 and the matching key", "OB 3.0 §8.2.2"),
    ("BASE_PROOF", _OURS, "The proof is a base proof, made for the holder alone",
     "ask the holder for a part: Badge.from_holder_copy(…).disclose([…])", "VC-DI ECDSA §3.5"),
    ("CLAIM_MISMATCH", _OURS, "A JWT claim contradicts the credential",
     "ask the issuer to sign again with claims equal to the credential", "OB 3.0 §8.2.4"),
    ("CLAIM_MISSING", _OURS, "A JWT claim that the specification requires is missing",
     "ask the issuer to sign again with iss, jti, nbf and sub", "OB 3.0 §8.2.3"),
    ("CRYPTOSUITE_UNSUPPORTED", _OURS, "The proof's suite is not known here",
     "nothing is wrong with the badge; it cannot be decided here", "VC-DI §4.2"),
    ("DRAFT_SUITE", _OURS, "The proof uses a draft suite",
     "accept it with Policy(allow_draft_suites=True) if you must", "VC-DI EdDSA §3"),
    ("INVALID_CHALLENGE", _SEC, "The proof's challenge is not the expected one",
     "ask for a fresh presentation", "VC-DI §4.2"),
    ("INVALID_DOMAIN", _SEC, "The proof's domain is not the expected one",
     "ask for a presentation made for you", "VC-DI §4.2"),
    ("JOSE_HEADER", _OURS, "The JOSE header has members that are not allowed",
     "ask the issuer to sign again with alg, typ and kid or jwk only", "OB 3.0 §8.2.1"),
    ("PROOF_EXPIRED", _OURS, "The proof has expired or was made in the future",
     "ask the issuer to sign again", "VC-DI §2.1"),
    ("PROOF_MISSING", _OURS, "The credential is not signed",
     "ask the issuer for the signed badge", "OB 3.0 §8.1"),
    ("PROOF_TRANSFORMATION", _SEC, "The document could not be prepared for verification",
     "see the message for the member concerned", "VC-DI §4.2"),
    ("PROOF_PURPOSE", _OURS, "The proof was made for another purpose",
     "a credential is signed with proofPurpose assertionMethod", "VC-DI §4.2"),
    ("PROOF_VERIFICATION", _SEC, "The signature does not match the document",
     "the badge was altered or signed with another key: do not accept it", "VC-DI §4.2"),
    ("TOKEN_TYPE", _OURS, "The token is of another kind",
     "pass the badge itself; an issuer signs it with typ JWT", "OB 3.0 §8.2.1"),
    # keys
    ("CONTROLLER_MISMATCH", _OURS, "The key does not belong to the issuer",
     "the badge names an issuer who does not control this key: do not accept it", "VC-DI §4.3"),
    ("INLINE_KEY", _OURS, "The key travels inside the token and is not published by the issuer",
     "accept integrity only with Policy(allow_inline_jwk=True)", "OB 3.0 impl guide, key provenance"),
    ("FRAGMENT_KEY", _OURS, "The key stands only in the fragment of the issuer's URL",
     "accept integrity only with Policy(allow_fragment_keys=True)", "CID §3.3"),
    ("INVALID_CONTROLLER_DOCUMENT", _SEC, "The controller document is not the one asked for or malformed",
     "ask the issuer to publish a document whose id is its own address", "CID §3.3"),
    ("INVALID_RELATIONSHIP", _SEC, "The key is not authorised for signing credentials",
     "the issuer must list the key under assertionMethod", "CID §3.3"),
    ("INVALID_VERIFICATION_METHOD", _SEC, "The verification method is malformed, expired or revoked",
     "ask the issuer which key signed the badge", "CID §3.3"),
    ("KEY_REFUSED", _OURS, "The key is weak, malformed or mismatched",
     "use Ed25519, P-256, P-384 or RSA of at least 2048 bits", "OB 3.0 §8.2"),
    ("METHOD_NOT_FOUND", _OURS, "The issuer's document does not list the key",
     "ask the issuer whether the key was removed or is an impostor's", "CID §3.3"),
    ("PRIVATE_KEY_EXPOSED", _OURS, "A private key stands where a public one belongs",
     "the issuer must replace the key at once", "OB 3.0 §8.2.1"),
    # dates, recipient, trust
    ("EXPIRED", _OURS, "The credential has expired",
     "ask the holder for a current one", "OB 3.0 §8.1"),
    ("NOT_YET_VALID", _OURS, "The credential is not valid yet",
     "come back after validFrom", "OB 3.0 §8.1"),
    ("RECIPIENT_MISMATCH", _OURS, "The badge belongs to somebody else",
     "compare with the identity the badge was awarded to", "OB 3.0 §8.3"),
    ("RECIPIENT_UNKNOWN", _OURS, "The badge names no identity that can be compared",
     "compare with the kind of identity the badge names", "OB 3.0 §8.3, OB 2.0 §IdentityObject"),
    ("RECIPIENT_WEAK_HASH", _OURS, "The recipient's identity is hashed with md5 or sha1",
     "ask the issuer for salted SHA-256", "OB 3.0 §B.6"),
    ("ISSUER_NOT_RECOGNISED", _OURS, "The issuer is not known to whom you asked",
     "the badge may be genuine all the same; find out who the issuer is", ""),
    ("TRUST_NOT_CHECKED", _OURS, "Whether the issuer is recognised could not be checked",
     "try again later, or ask the registry by hand", ""),
    # Open Badges 2.0
    ("HOSTED_DIFFERS", _OURS, "What was handed in differs from the hosted copy",
     "rely on the report alone: it describes the hosted copy", "OB 2.0 §HostedBadge Verification"),
    ("HOSTED_SCOPE", _OURS, "The badge lies where the issuer's badges may not lie",
     "do not accept it: anybody may publish at such an address", "OB 2.0 §VerificationObject"),
    ("IMAGE", _OURS, "An image is no PNG or SVG",
     "ask the issuer to publish a PNG or SVG image", "OB 2.0 §Image"),
    ("NOT_HOSTED", _OURS, "The badge has no address of its own",
     "ask the holder for the address of the badge, or for the signed badge", "OB 2.0 §HostedBadge"),
    ("SERVED_ELSEWHERE", _OURS, "An address redirects to another place, which serves the object in its name",
     "ask the issuer for the badge at its final address: nobody vouches for where a redirect leads",
     "OB 2.0 §HostedBadge Verification"),
    ("SECURED_OTHERWISE", _OURS, "The badge says that it is secured in another way",
     "verify a hosted badge by its address, a signed one by its token", "OB 2.0 §VerificationObject"),
    # status and what comes with a badge
    ("REVOKED", _OURS, "The credential was revoked",
     "do not accept it; ask the issuer for the reason", "OB 3.0 §8.1"),
    ("SUSPENDED", _OURS, "The credential is suspended",
     "ask the issuer whether and when the suspension ends, then verify again", "Bitstring §2.1"),
    ("STATUS_LIST_LENGTH_ERROR", _STATUS, "The status list is too short to protect its members",
     "accept it with Policy(allow_short_status_lists=True)", "Bitstring §3.2"),
    ("STATUS_RETRIEVAL_ERROR", _STATUS, "The status could not be obtained",
     "try again later", "Bitstring §3.2"),
    ("STATUS_VERIFICATION_ERROR", _STATUS, "The status list is not what it should be",
     "ask the issuer to repair its status list", "Bitstring §3.2"),
    ("SCHEMA_MISMATCH", _OURS, "The credential does not follow a schema that it names",
     "ask the issuer to correct the property named by the pointer", "VC-DM 2.0 §4.11"),
    ("DIGEST_MISMATCH", _OURS, "The content is not what the credential's digest promises",
     "do not rely on it; ask the issuer which content is meant", "VC-DM 2.0 §5.3"),
    ("REFRESH_REFUSED", _OURS, "The newer copy of the credential cannot take its place",
     "the copy handed in was judged; ask the issuer to repair the refresh service", "OB 3.0 §8.1"),
    ("NOT_CHECKED", _OURS, "Carried by the badge and not checked by this version",
     "check it by hand before you rely on it", ""),
    # what speaks for a badge, or stands inside a record
    ("ENDORSEMENT", _OURS, "An endorsement is not valid",
     "do not count it; the badge itself is judged apart", "OB 3.0 §8.1"),
    ("ENDORSEMENT_SUBJECT", _OURS, "The endorsement speaks of something else",
     "ask the endorser for an endorsement of what it is attached to", "OB 3.0 §B, EndorsementSubject"),
    ("MEMBER", _OURS, "A credential inside the record is not valid",
     "ask for the record without it, or for a valid one in its place", "CLR 2.0 §8"),
    ("MEMBER_SUBJECT", _OURS, "A credential inside the record names another learner",
     "make sure that both names mean one person", "CLR 2.0 §B, ClrSubject"),
    ("PRESENTED", _OURS, "A presented credential is not valid",
     "ask for a presentation without it, or with a valid one in its place", "VC-DM 2.0 §4.13"),
    ("SELF_ENDORSEMENT", _OURS, "Endorser and endorsed are the same",
     "look for an endorsement by somebody else", "OB 3.0 §8.1"),
    # labels, and the evaluations behind them
    ("EVALUATION_INCOMPLETE", _OURS, "The evaluation is not complete",
     "record what the message names, then decide", ""),
    ("LABEL_BADGE", _OURS, "The badge does not show whose it is, so no label can speak for it",
     "verify the badge first: its own report says what is wrong", ""),
    ("LABEL_FORM", _OURS, "This is not a label credential",
     "ask the label's authority for the credential that it signed", ""),
    ("LABEL_OWN_WORD", _OURS, "The label was issued by the one who holds it",
     "look for a label that somebody else awarded", ""),
    ("LABEL_PERIOD", _OURS, "The label did not hold when the badge was awarded",
     "judge the badge without the label", ""),
    ("LABEL_REFERENCE", _OURS, "The badge only refers to a label",
     "hand in the label credential itself, or let it be fetched", ""),
    ("LABEL_RULE_SET", _OURS, "The label rests on a version that you do not accept",
     "ask the holder for a label under a version in force", ""),
    ("LABEL_SCOPE", _OURS, "The label does not cover this badge",
     "judge the badge without the label", ""),
    ("LABEL_SUBJECT", _OURS, "The label speaks of another issuer",
     "ask the issuer of the badge for its own label", ""),
    ("LABEL_UNTRUSTED", _OURS, "You named nobody who may award this label",
     "find out who awards it, and name them as trusted if you do trust them", ""),
    ("LOG_ALTERED", _OURS, "The decision log is not as its authority wrote it",
     "use the copy that the authority keeps; nothing may rest on this one", ""),
    ("LOG_TORN", _OURS, "The last line of the decision log is torn",
     "put the torn line aside, then record it again", ""),
    # fetching
    ("FETCH", _OURS, "A resource could not be obtained",
     "check the address and try again later", ""),
    ("INSECURE_TRANSPORT", _OURS, "An address uses http instead of https",
     "ask the issuer to publish over https", ""),
    ("NO_NETWORK", _OURS, "The network is switched off",
     "verify with a fetcher that may ask", ""),
    ("REDIRECT", _OURS, "A redirect leads where it must not",
     "ask the issuer to publish at the final address", ""),
    ("UNSAFE_TARGET", _OURS, "An address must not be contacted",
     "only public https addresses are asked; do not follow such links by hand", ""),
    # the rest
    ("INTERNAL", _OURS, "An error inside qualitybadge",
     "please report it with the input", ""),
    ("ISSUE_REFUSED", _OURS, "The credential was not issued",
     "correct what the message names", ""),
    ("NOT_VALID", _OURS, "The report is not VALID",
     "read report.checks", ""),
    ("UNDETERMINED", _OURS, "It could not be determined",
     "see the message", ""),
    ("UNSUPPORTED", _OURS, "Not supported here",
     "see the message", ""),
    ("USAGE", _OURS, "Called in a way that cannot work",
     "see the documentation of the function", ""),
)
# fmt: on

SAYS_NOTHING = frozenset({
    "correct what the message names",
    "see the documentation of the function",
    "see the message",
})  # fmt: skip
"""Advice that adds nothing to the message beside it."""

_W3C_SUFFIX = {  # codes whose W3C name has an ending that our short names leave out
    "MALFORMED_VALUE": "MALFORMED_VALUE_ERROR",
    "PARSING": "PARSING_ERROR",
    "RANGE": "RANGE_ERROR",
    "INVALID_CHALLENGE": "INVALID_CHALLENGE_ERROR",
    "INVALID_DOMAIN": "INVALID_DOMAIN_ERROR",
    "PROOF_TRANSFORMATION": "PROOF_TRANSFORMATION_ERROR",
    "PROOF_VERIFICATION": "PROOF_VERIFICATION_ERROR",
    "INVALID_CONTROLLER_DOCUMENT": "INVALID_CONTROLLED_IDENTIFIER_DOCUMENT",
    "INVALID_RELATIONSHIP": "INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD",
}

PROBLEMS: dict[str, Problem] = {
    code: Problem(code, base + _W3C_SUFFIX.get(code, code), title, advice, spec)
    for code, base, title, advice, spec in _ROWS
}
