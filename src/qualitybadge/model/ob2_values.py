"""The primitive types of Open Badges 2.0 and how each value is told from anything else; knows no class.

The types carry the names that validators of Open Badges use. Texts are judged as they stand after compaction
into the context of 2.0: by their form alone, without a request and without the document's own context.
"""

from __future__ import annotations

from dataclasses import replace

from . import values
from .values import Value

# The terms of the context of 2.0, in regular expressions; those of the second stand for a class.
_PROPERTIES = (
    "alignment|allowedOrigins|audience|author|badge|caption|claim|created|creator|criteria|description|email"
    "|endorsement|endorsementComment|evidence|expires|genre|hashed|identity|image|issuedOn|issuer|name|narrative"
    "|owner|publicKey|publicKeyPem|recipient|related|revocationList|revocationReason|revoked|revokedAssertions"
    "|salt|startsWith|tags|targetCode|targetDescription|targetFramework|targetName|targetUrl|telephone|uid|url"
    "|validatesType|validation|validationFrame|validationSchema|verification|verificationProperty|verify|version"
)
_CLASSES = (
    "AlignmentObject|Assertion|BadgeClass|Criteria|CryptographicKey|Endorsement|Evidence|Extension"
    "|FrameValidation|HostedBadge|IdentityObject|Image|Issuer|Profile|RevocationList|SignedBadge|TypeValidation"
    "|VerificationObject|hosted|signed"
)
# What RFC 3987 excludes from an IRI: of ASCII everywhere, the rest (such as marks of direction) at a look.
_OUT = r"\s\x00-\x20\x7f-\x9f<>\x22{}|\\^`"
_CHAR = f"[^{_OUT}]"
_CLEAN = r"(?!.*[\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff])"
_LABEL = r"[\w~%-]+"
_URL = (
    rf"[Hh][Tt][Tt][Pp][Ss]?://(?:[^{_OUT}/?#@]*@)?"
    rf"(?:{_LABEL}(?:\.{_LABEL})*\.?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{{0,5}})?(?:[/?#]{_CHAR}*)?"
)
_UUID = "[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}"
# A scheme that says what a thing is; what carries content or code, or means one computer, does not.
_NO_NAME = "(?![Hh][Tt][Tt][Pp][Ss]?:|urn:uuid(?::|$)|(?i:data|javascript|vbscript|blob|file|about):)"
_ABSOLUTE = rf"{_URL}|urn:uuid:{_UUID}|{_NO_NAME}[A-Za-z][A-Za-z0-9+.-]*:{_CHAR}+"
_NAME = "[A-Za-z0-9!#$&^_.+-]+"
_DATA = rf"(?i:data):(?:{_NAME}/{_NAME})?(?:;{_NAME}=[^;,\s]*)*(?:;base64)?,"
_PICTURE = rf"(?i:data:image/(?:png|svg\+xml))(?:;{_NAME}(?:=[^;,\s]*)?)*,"
_HOST_LABEL = r"[^\W_](?:[\w-]{0,61}\w)?"
# BCP 47 §2.1, in its order: the language, what narrows it down, extensions, private use; then old tags.
_LANGTAG = (
    "(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    "(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[a-wy-z0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
)
_IRREGULAR = (
    "en-gb-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)"
    "|sgn-(?:be-fr|be-nl|ch-de)|zh-min(?:-nan)?|no-bok|no-nyn|art-lojban|cel-gaulish|zh-guoyu|zh-hakka|zh-xiang"
)

BOOLEAN = replace(values.BOOLEAN, name="BOOLEAN")
EMAIL = replace(values.EMAIL, name="EMAIL")
TEXT = Value("TEXT", "a text")
MARKDOWN_TEXT = Value("MARKDOWN_TEXT", "a text, which may use Markdown")
TEXT_OR_NUMBER = Value("TEXT_OR_NUMBER", "a text or a number", "label")
URL = Value("URL", "an http or https URL", pattern=_CLEAN + _URL)
IRI = Value("IRI", "an IRI such as https://… or urn:uuid:…", pattern=rf"{_CLEAN}(?:{_ABSOLUTE}|_:{_CHAR}+)")
ID = Value("ID", IRI.expected, pattern=IRI.pattern)
DATA_URI = Value("DATA_URI", "a data URI", pattern=rf"{_CLEAN}{_DATA}{_CHAR}*")
DATA_URI_OR_URL = Value(
    "DATA_URI_OR_URL", "an http or https URL or a data URI", pattern=rf"{_CLEAN}(?:{_URL}|{_DATA}{_CHAR}*)"
)
DATETIME = Value("DATETIME", "a date and time with its zone, such as 2026-01-31T09:00:00Z", "iso")
TELEPHONE = Value(
    "TELEPHONE", "a telephone number such as +16175551212", pattern=r"\+?[1-9][0-9]{1,14}(?:;ext=[0-9]+)?"
)
LANGUAGE = Value(
    "LANGUAGE",
    "a language tag such as en or de-AT",
    pattern=f"(?i:{_LANGTAG}|{_IRREGULAR}|x(?:-[a-z0-9]{{1,8}})+)",
)
URL_AUTHORITY = Value(
    "URL_AUTHORITY",
    "a host name such as badges.example.org, without scheme and port",
    pattern=rf"(?=.{{4,253}}$)(?:{_HOST_LABEL}\.)+(?![0-9]+$){_HOST_LABEL}",
)
COMPACT_IRI = Value(
    "COMPACT_IRI",
    "id, a property of Open Badges such as email, or an IRI",
    pattern=f"{_CLEAN}(?:id|{_PROPERTIES}|{_ABSOLUTE})",
)
RDF_TYPE = Value(
    "RDF_TYPE",
    "a class of Open Badges or an IRI",
    pattern=f"{_CLEAN}(?:{_CLASSES}|{_ABSOLUTE})",
)
IDENTITY_HASH = Value(
    "IDENTITY_HASH",
    "sha256$ or md5$ and the hexadecimal hash",
    pattern=r"sha256\$[0-9a-fA-F]{64}|md5\$[0-9a-fA-F]{32}",
)
PRIMITIVES: dict[str, Value] = {
    kind.name: kind
    for kind in (
        BOOLEAN,
        COMPACT_IRI,
        DATA_URI,
        DATA_URI_OR_URL,
        DATETIME,
        EMAIL,
        ID,
        IDENTITY_HASH,
        IRI,
        LANGUAGE,
        MARKDOWN_TEXT,
        RDF_TYPE,
        TELEPHONE,
        TEXT,
        TEXT_OR_NUMBER,
        URL,
        URL_AUTHORITY,
    )
}
"""The primitive types by the names that the class tables use."""

PICTURE = Value(
    "PICTURE",
    "the URL of a PNG or SVG image, or such an image as a data URI",
    pattern=rf"{_CLEAN}(?:{_URL}|{_PICTURE}{_CHAR}*)",
)
"""Where a picture is, or the picture itself; only PNG and SVG are pictures of a badge."""
PHONE = Value(
    "PHONE",
    "a telephone number",
    pattern=r"\+?[(]?[0-9](?:[0-9 ()./-]*[0-9)])?(?: ?(?:;ext=|x|ext\.?) ?[0-9]+)?",
)
"""A telephone number in any usual notation: E.164 is recommended, not demanded (OB 2.0 §Profile)."""
