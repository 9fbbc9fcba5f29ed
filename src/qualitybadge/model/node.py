"""What all models share: a frozen view of one JSON object, and the markers that say what a member may hold.

A document parsed and dumped again has the same content: unknown members are kept, a date keeps its text,
a single value stays single. Knows no class of the specification.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Self, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    GetCoreSchemaHandler,
    ModelWrapValidatorHandler,
    SerializerFunctionWrapHandler,
    Tag,
    ValidationError,
    ValidatorFunctionWrapHandler,
    model_validator,
)
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError, core_schema

from ..errors import InputError
from ..wire import timestamps
from . import values
from .breach import Rule
from .values import Fault, Plural, Value

T = TypeVar("T")


class Timestamp(datetime):
    """An aware time in UTC that remembers the text it was read from."""

    text: str = ""

    @classmethod
    def read(cls, text: str) -> Timestamp:
        """Return the time that a text of a form with a time of day stands for; no zone means UTC.

        Raises:
            InputError: it is of none.
        """
        try:
            moment = timestamps.parse_iso(text)
        except InputError:
            moment = timestamps.parse(f"{text}Z")
        result = cls.combine(moment.date(), moment.timetz())
        result.text = text
        return result

    def __reduce_ex__(self, _protocol: object) -> tuple[Callable[[str], Timestamp], tuple[str]]:
        return type(self).read, (self.text,)


class One(tuple[T, ...]):
    """The values of a plural member that stood as a single value outside an array."""

    __slots__ = ()


@dataclass(frozen=True)
class As:
    """Marks a member as a simple value of one kind."""

    value: Value

    def _schema(self, _source: Any, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        dump = core_schema.plain_serializer_function_ser_schema(_dump)
        return core_schema.no_info_plain_validator_function(self.read, serialization=dump)

    __get_pydantic_core_schema__ = _schema  # the name that pydantic looks for

    def read(self, value: Any) -> Any:
        """Return the Python value; dates may also be given as such.

        Raises:
            PydanticCustomError: the value is not of this kind.
        """
        if self.value.form in _FROM_PYTHON and isinstance(value, date):
            value = _FROM_PYTHON[self.value.form](value)
        fault = self.value.fault(value)
        if fault is not None:
            raise _refusal(fault)
        return typed(self.value, value)


def typed(kind: Value, value: Any) -> Any:
    """Return the Python value of a JSON value that is of its kind."""
    if kind.form in ("instant", "local", "iso"):
        return Timestamp.read(value)
    return date.fromisoformat(value) if kind.form == "date" else value


def _text_of_time(value: date) -> Any:
    if isinstance(value, Timestamp) and value.text:
        return value.text
    if isinstance(value, datetime) and value.utcoffset() is not None:
        return timestamps.render(value)
    return value


# A date handed in from Python becomes its JSON text; what has no zone stays as it is and is refused.
_FROM_PYTHON: dict[str, Callable[[date], Any]] = {
    "instant": _text_of_time,
    "iso": _text_of_time,
    "local": _text_of_time,
    "date": lambda value: value if isinstance(value, datetime) else value.isoformat(),
}


def _dump(value: Any) -> Any:
    if isinstance(value, datetime):
        return _text_of_time(value)
    return value.isoformat() if isinstance(value, date) else value


def _refusal(fault: Fault) -> PydanticCustomError:
    # The message is an argument, so that braces in it are not taken for a template.
    return PydanticCustomError("conformance", "{fault}", {"fault": fault.message, "code": fault.code})


@dataclass(frozen=True)
class NotNull:
    """Marks a member that may be absent; null is refused (OB 3.0 §7: null is omitted)."""

    def _schema(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_before_validator_function(_refuse_null, handler(source))

    __get_pydantic_core_schema__ = _schema  # the name that pydantic looks for


def _refuse_null(value: Any) -> Any:
    if value is None:
        raise _refusal(Fault("CONFORMANCE", "null is not allowed: leave the member out"))
    return value


@dataclass(frozen=True)
class Hold:
    """Marks a member that holds several values; in Python always a tuple."""

    plural: Plural

    def _schema(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        dump = core_schema.wrap_serializer_function_ser_schema(_dump_many)
        return core_schema.no_info_wrap_validator_function(self.read, handler(source), serialization=dump)

    __get_pydantic_core_schema__ = _schema  # the name that pydantic looks for

    def read(self, value: Any, handler: ValidatorFunctionWrapHandler) -> tuple[Any, ...]:
        """Return the values as a tuple.

        Raises:
            PydanticCustomError: there are too few of them, or not in the right order.
        """
        alone = not isinstance(value, list | tuple)
        if alone and not self.plural.single:
            raise _refusal(Fault("CONFORMANCE", f"expected an array, found {values.describe(value)}"))
        items = handler([value] if alone else value)
        disorder = self.plural.disorder(items)
        fault = disorder[1] if disorder else self.plural.lack(items)
        if fault is not None:
            raise _refusal(fault)
        return One(items) if alone or isinstance(value, One) else tuple(items)


def _dump_many(value: Any, handler: SerializerFunctionWrapHandler) -> Any:
    items = list(handler(value))
    return items[0] if isinstance(value, One) else items


def types(*groups: str | tuple[str, ...]) -> Hold:
    """Mark a ``type`` member: a set, or one text, in which each word or one of each group stands."""
    return Hold(Plural(single=True, holds=tuple((g,) if isinstance(g, str) else g for g in groups)))


def order(*first: Value) -> Hold:
    """Mark an ``@context`` member that starts with these contexts."""
    return Hold(Plural(first=first))


def shape_of(value: Any) -> str:
    """Return the tag of the alternative that the shape of a value selects."""
    return "as an object" if isinstance(value, dict | BaseModel) else "as an id"


Maybe = Annotated[T | None, NotNull()]
Many = Annotated[tuple[T, ...], Hold(Plural())]
OneOrMany = Annotated[tuple[T, ...], Hold(Plural(single=True))]
SomeOf = Annotated[tuple[T, ...], Hold(Plural(least=1))]

Text = Annotated[str, As(values.TEXT)]
Uri = Annotated[str, As(values.URI)]
Number = Annotated[float, As(values.NUMBER)]
Boolean = Annotated[bool, As(values.BOOLEAN)]
JsonObject = Annotated[dict[str, Any], As(values.OBJECT)]
Day = Annotated[date, As(values.DATE)]
DateTime = Annotated[datetime, As(values.DATE_TIME)]
DateTimeZ = Annotated[datetime, As(values.DATE_TIME_Z)]
CompactJws = Annotated[str, As(values.COMPACT_JWS)]
Language = Annotated[str, As(values.LANGUAGE)]
# An object, or only its id. The value's shape selects the alternative, so that an error names the right one.
IdOr = Annotated[Annotated[Uri, Tag("as an id")] | Annotated[T, Tag("as an object")], Discriminator(shape_of)]


class Node(BaseModel):
    """A frozen view of one JSON object; members that the class does not know are kept in `model_extra`."""

    model_config = ConfigDict(
        frozen=True,
        extra="allow",
        alias_generator=to_camel,
        validate_by_alias=True,
        validate_by_name=True,
    )
    spec: ClassVar[str] = "OB 3.0 §B"
    """Clause that defines the class."""
    closed: ClassVar[bool] = False
    """Whether members the class does not know are refused; a lenient view keeps them all the same."""
    rules: ClassVar[tuple[Rule, ...]] = ()
    """What several members together must obey."""

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """Return the view of a parsed JSON object, whose members have their JSON names only.

        Raises:
            pydantic.ValidationError: the object does not conform to the class.
        """
        return super().model_validate(obj, **{"by_alias": True, "by_name": False} | options)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return the view of a parsed JSON object.

        Raises:
            InputError: the object does not conform to the class; the first fault, with its pointer.
        """
        try:
            return cls.model_validate(dict(data))
        except ValidationError as error:
            raise _first_fault(error, data) from None

    def to_dict(self) -> dict[str, Any]:
        """Return the content as fresh JSON data, with every member as it was given."""
        return self.model_dump(by_alias=True, exclude_unset=True)

    @model_validator(mode="wrap")
    @classmethod
    def _read(cls, data: Any, read: ModelWrapValidatorHandler[Self]) -> Self:
        node = read(data)
        unknown = node.model_extra or {}
        if cls.closed and unknown:
            name = values.describe(min(unknown))
            raise _refusal(Fault("CONFORMANCE", f"the class is closed, but a member is named {name}"))
        if isinstance(data, dict) and unknown.keys() & cls.model_fields.keys():
            # A document's own member may be called as one of our attributes; that does not set the attribute.
            given = {name for name, field in cls.model_fields.items() if field.alias in data}
            object.__setattr__(node, "__pydantic_fields_set__", given)
        if cls.rules:
            _obey(cls.rules, node.to_dict())
        return node


def _obey(rules: tuple[Rule, ...], content: dict[str, Any]) -> None:
    for rule in rules:
        for breach in rule(content):
            raise _refusal(breach.fault)


def _first_fault(error: ValidationError, data: Any) -> InputError:
    first = error.errors(include_url=False, include_input=False)[0]
    code = first.get("ctx", {}).get("code", "CONFORMANCE")
    return InputError(first["msg"], code=code, pointer=_pointer(first["loc"], data))


def _pointer(steps: tuple[int | str, ...], data: Any) -> str:
    """Return the JSON pointer of an error; steps that name an alternative of a union drop out."""
    pointer = ""
    for place, step in enumerate(steps):
        last = place == len(steps) - 1 and not str(step).startswith("as ")
        if isinstance(data, Mapping) and (step in data or last):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int):
            data = data[step]
        else:
            continue
        pointer += "/" + str(step).replace("~", "~0").replace("/", "~1")
    return pointer
