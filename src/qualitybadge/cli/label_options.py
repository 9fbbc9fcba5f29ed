"""What several commands of `qualitybadge label` take: a scheme, an application, the files beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import InputError
from .faults import naming
from .files import read
from .hosted import fetcher_if_asked

if TYPE_CHECKING:
    from ..quality.label.application import Application
    from ..quality.label.applicationcheck import ApplicationCheck
    from ..quality.label.scheme import LabelScheme

SCHEME = click.option("--scheme", metavar="NAME|FILE", help="A built-in scheme, or the TOML file of one.")
FILES = click.option(
    "--files",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with the files that it names: they are looked at, and its badges verified again.",
)
LANGUAGE = click.option("--language", type=click.Choice(["en", "lt"]), default="en", show_default=True)


def scheme_option(given: str) -> LabelScheme:
    """Return the scheme that an option names: a file, or one of the built-in ones.

    Raises:
        InputError: there is none, or the file breaks its form.
    """
    from ..quality.label.scheme import LabelScheme

    with naming("--scheme"):
        return LabelScheme.load(Path(given) if Path(given).is_file() else given)


def scheme_of(application: Application, given: str | None) -> LabelScheme:
    """Return the scheme that is given, else the built-in one that an application is for.

    Raises:
        InputError: none is given, and no built-in one is of that id.
    """
    from ..quality.label.scheme import LabelScheme, scheme_names

    if given is not None:
        return scheme_option(given)
    for name in scheme_names():
        scheme = LabelScheme.load(name)
        if scheme.id == application.scheme.id:
            return scheme
    raise InputError(
        f"no built-in scheme is {application.scheme.id!r:.200}",
        code="USAGE",
        hint="name the scheme's file with --scheme FILE",
    )


def read_application(path: Path) -> Application:
    """Return the application in a file.

    Raises:
        InputError: the file holds none.
    """
    from ..quality.label.application import Application

    with naming(path.name):
        return Application.from_json(read(path))


def checked(application: Application, scheme: LabelScheme, options: Mapping[str, Any]) -> ApplicationCheck:
    """Return the check of an application, with its files where `--files` names their folder."""
    folder = options["files"]
    return application.check(
        scheme,
        files=None if folder is None else files_in(folder, application.files),
        fetcher=fetcher_if_asked(options["hosted"], fetch=options["fetch"]),
    )


def files_in(folder: Path, names: Iterable[str]) -> dict[str, bytes]:
    """Return the content of the named files that are in a folder; a name never leads out of it."""
    return {
        name: read(folder / name)
        for name in names
        if name and Path(name).name == name and (folder / name).is_file()
    }
