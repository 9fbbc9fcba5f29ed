"""Every ceiling of the library in one frozen value, with its unit; no code, only numbers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings for hostile input. Sizes in bytes, times in seconds, the rest are counts."""

    input_bytes: int = 16 * 1024 * 1024
    """A whole input as handed in (an image with its badge)."""
    json_bytes: int = 2 * 1024 * 1024
    """One JSON document or JWT, before parsing."""
    jose_header_bytes: int = 16 * 1024
    """The header of a JWT in base64url; an RSA key of 8,192 bits inside takes a tenth of it."""
    json_depth: int = 64
    """Nesting of arrays and objects."""
    json_nodes: int = 100_000
    """Values in one document, and in all objects of one Open Badges 2.0 badge together."""
    json_name_length: int = 256
    """Characters in the name of one member; places inside it are named by it, over and over."""
    inflated_bytes: int = 2 * 1024 * 1024
    """A compressed text chunk after inflation."""
    image_chunks: int = 20_000
    """Chunks walked in one PNG."""
    svg_bytes: int = 8 * 1024 * 1024
    """An SVG document, before parsing."""
    svg_tags: int = 100_000
    """Tags in one SVG; bounds its nesting too."""
    svg_attributes: int = 150_000
    """Attributes in one SVG."""
    fetch_bytes: int = 2 * 1024 * 1024
    """One response body, after decompression."""
    fetch_seconds: float = 10.0
    """Wall clock for one hop of a GET; no redirect is followed once it has passed."""
    fetches: int = 20
    """Requests made for one badge and everything nested in it: keys, status lists, schemas, a newer copy."""
    linked_bytes: int = 2 * 1024 * 1024
    """All objects and images together that one Open Badges 2.0 badge links."""
    nesting: int = 4
    """Levels of credentials in credentials: endorsements of endorsements, records in records."""
    nested: int = 100
    """Credentials verified inside one: endorsements, members of a record, status lists."""
    nested_values: int = 50_000
    """Values in the credentials verified inside nested ones: each is judged again on each level."""
    redirects: int = 3
    """Redirects followed for one GET."""
    status_list_bytes: int = 4 * 1024 * 1024
    """The bits of a status list after inflation: 33 million entries of one bit."""
    status_bytes: int = 6 * 1024 * 1024
    """The status lists of one badge and everything nested in it together: the answers, and the bits."""
    status_entries: int = 16
    """Status entries in one credential; purposes of one status list."""
    contexts: int = 16
    """JSON-LD contexts in one document."""
    proofs: int = 16
    """Proofs on one document."""
    statements: int = 4_000
    """Statements signed one by one in the selective disclosure proofs of one document; 0.1 ms each."""
    verification_methods: int = 256
    """Methods read from one controller document or keys of one key set."""
    rdf_bytes: int = 10 * 1024 * 1024
    """The statements of one document, written out; a badge takes three to four times its JSON."""
    canon_steps: int = 20_000
    """Work budget of RDF canonicalisation: neighbours hashed and nodes placed on paths while telling apart
    blank nodes that look alike. The hardest W3C case takes 6,636, a badge below 500; all of it is 15 ms."""
    schema_steps: int = 200_000
    """Work budget of a foreign JSON Schema: keywords applied, values compared, states of patterns visited."""
    findings: int = 50
    """Conformance findings listed in one report; a thousand more are counted, not listed."""


DEFAULT_LIMITS = Limits()
