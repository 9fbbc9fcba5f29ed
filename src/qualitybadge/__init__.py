"""Issue, verify and assess Open Badges. The public names, each loaded when first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import errors as errors
    from . import quality as quality
    from .fetcher import Fetcher as Fetcher
    from .fetcher import NoNetwork as NoNetwork
    from .fetcher import Response as Response
    from .fetcher import StaticFetcher as StaticFetcher
    from .issue.badge import Badge as Badge
    from .issue.convert import upgrade as upgrade
    from .issue.issuer import Issuer as Issuer
    from .keys import KeyPair as KeyPair
    from .limits import Limits as Limits
    from .model.document import Kind as Kind
    from .model.identity import Recipient as Recipient
    from .net.https import HttpsFetcher as HttpsFetcher
    from .outcome import Outcome as Outcome
    from .outcome import Trust as Trust
    from .outcome import Verdict as Verdict
    from .quality.assess import assess as assess
    from .quality.label.authority import LabelAuthority as LabelAuthority
    from .quality.label.scheme import LabelScheme as LabelScheme
    from .quality.label.verify import verify_label as verify_label
    from .quality.portfolio import assess_issuer as assess_issuer
    from .report import render as render
    from .verify.policy import Policy as Policy
    from .verify.result import Report as Report
    from .verify.truststore import TrustStore as TrustStore
    from .verify.verifier import Verifier as Verifier
    from .verify.verifier import verify as verify
    from .wire.image import bake as bake
    from .wire.image import unbake as unbake

__version__ = "0.1.0"

_HOME = {
    "Badge": "issue.badge",
    "Fetcher": "fetcher",
    "HttpsFetcher": "net.https",
    "Issuer": "issue.issuer",
    "KeyPair": "keys",
    "Kind": "model.document",
    "LabelAuthority": "quality.label.authority",
    "LabelScheme": "quality.label.scheme",
    "Limits": "limits",
    "NoNetwork": "fetcher",
    "Outcome": "outcome",
    "Policy": "verify.policy",
    "Recipient": "model.identity",
    "Report": "verify.result",
    "Response": "fetcher",
    "StaticFetcher": "fetcher",
    "Trust": "outcome",
    "TrustStore": "verify.truststore",
    "Verdict": "outcome",
    "Verifier": "verify.verifier",
    "assess": "quality.assess",
    "assess_issuer": "quality.portfolio",
    "bake": "wire.image",
    "errors": "",
    "quality": "",
    "render": "report",
    "unbake": "wire.image",
    "upgrade": "issue.convert",
    "verify": "verify.verifier",
    "verify_label": "quality.label.verify",
}
__all__ = sorted(_HOME)  # noqa: PLE0605 - the table above is the list


def __getattr__(name: str) -> Any:
    """Load a public name from its room (PEP 562): importing the package costs next to nothing."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = _HOME[name]
    module = import_module(f"{__name__}.{home or name}")
    value = getattr(module, name) if home else module
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
