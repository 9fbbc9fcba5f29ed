"""What a stranger installs: the wheel alone, outside the checkout; and the editable install beside it."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from qualitybadge import spec

ROOT = Path(__file__).resolve().parents[2]
VALID = ROOT / "tests" / "vectors" / "ob3" / "valid"

SCRIPT = """
import sys
from pathlib import Path

import qualitybadge as qb
from qualitybadge import spec

home = Path(sys.argv[1]).resolve()
assert home in Path(qb.__file__).resolve().parents, qb.__file__
assert home in Path(spec._SCHEMAS).resolve().parents, spec._SCHEMAS
for url in spec.context_urls():
    for variant in spec.context_variants(url):
        assert spec.read_context(url, variant=variant)["@context"]
report = qb.verify(Path(sys.argv[2]), fetcher=qb.NoNetwork())
print(len(spec.context_urls()), report.verdict.name)
"""


def _run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(  # noqa: S603 - the commands are ours
        [str(part) for part in command], capture_output=True, text=True, check=False, cwd=cwd
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built from the source distribution, as a release would be."""
    target = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "build", "--no-isolation", "--outdir", target, ROOT, cwd=target)
    (built,) = target.glob("*.whl")
    return built


@pytest.mark.slow
def test_wheel_holds_every_schema_and_nothing_else_from_the_checkout(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    schemas = {path.relative_to(ROOT).as_posix() for path in (ROOT / "schemas").rglob("*.json")}
    assert {f"qualitybadge/{name}" for name in schemas} <= set(names)
    assert {"qualitybadge/py.typed", "qualitybadge/spec.py"} <= set(names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"qualitybadge"}
    assert any(name.endswith("dist-info/licenses/LICENSE") for name in names)


@pytest.mark.slow
def test_wheel_verifies_a_badge_in_an_empty_environment(wheel, tmp_path):
    """The environment is empty but for the wheel; only the dependencies come from where the tests run.

    They come by a .pth line: a folder named so is searched, but its own .pth files, and with them the
    editable install of this checkout, are not read.
    """
    badges = sorted(VALID.glob("*.json"))
    assert badges, f"no badge in {VALID.relative_to(ROOT)}"
    venv.create(tmp_path / "env", with_pip=False, symlinks=True)
    python = tmp_path / "env" / "bin" / "python"
    _run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--no-deps",
        "--no-index",
        wheel,
        cwd=tmp_path,
    )
    (site,) = (tmp_path / "env" / "lib").glob("python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    output = _run(python, "-I", script, site, badges[0], cwd=tmp_path)
    assert output.split() == [str(len(spec.context_urls())), "VALID"]


def test_editable_install_reads_the_schemas_of_the_checkout():
    assert Path(spec.__file__).resolve().is_relative_to(ROOT / "src")
    assert Path(spec._SCHEMAS).resolve() == ROOT / "schemas"
