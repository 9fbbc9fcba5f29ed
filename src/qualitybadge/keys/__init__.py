"""Keys: public keys checked when loaded, key pairs, the Signer protocol; fetches and trusts nothing."""

from .pair import KeyPair, Signer
from .public import PublicKey
from .table import KEY_TYPES, KeyType

__all__ = ["KEY_TYPES", "KeyPair", "KeyType", "PublicKey", "Signer"]
