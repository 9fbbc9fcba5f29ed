"""JSON Schemas of strangers, applied to parsed JSON in bounded work; fetches nothing and knows no badge.

Every step of the evaluation is counted and every pattern is matched in linear time, because both the schema
and the document may be made to be expensive. Nothing outside the schema is read: a reference that leaves it
is not followed. A schema that cannot be applied is undetermined, never a fault of the document.
"""

from .evaluation import schema_errors

__all__ = ["schema_errors"]
