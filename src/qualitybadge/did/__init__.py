"""DIDs and controller documents: from the URL of a verification method to its key; verifies no proof."""

from .method import VerificationMethod
from .resolver import DidResolver, fragment_key

__all__ = ["DidResolver", "VerificationMethod", "fragment_key"]
