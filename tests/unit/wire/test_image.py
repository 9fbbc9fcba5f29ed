"""The door to both kinds of image: what it takes, and what it refuses before it looks at a pixel."""

from __future__ import annotations

import pytest

import qualitybadge as qb
from qualitybadge.errors import InputError, LimitError, UndeterminedError
from qualitybadge.limits import DEFAULT_LIMITS, Limits
from qualitybadge.wire import image as door
from support import images

HOSTED = "https://academy.example/assertions/1"


@pytest.mark.parametrize("image", [images.png(), images.svg()], ids=["png", "svg"])
@pytest.mark.parametrize("content", [images.JSON, images.JWT], ids=["json", "jwt"])
def test_an_image_may_be_bytes_or_a_path(image, content, tmp_path):
    path = tmp_path / "art"
    path.write_bytes(image)
    baked = qb.bake(image, content)
    assert qb.bake(path, content) == qb.bake(bytearray(image), content) == baked
    assert qb.bake(memoryview(image), content) == baked
    path.write_bytes(baked)
    assert qb.unbake(path) == qb.unbake(baked) == qb.unbake(bytearray(baked))
    assert qb.unbake(path).content == content


@pytest.mark.parametrize("image", ["art.png", "<svg/>", None, 5, ["art.png"]])
def test_an_image_of_another_type_is_a_programming_error(image):
    for call in (lambda: qb.bake(image, images.JSON), lambda: qb.unbake(image)):
        with pytest.raises(TypeError, match="pass the image's bytes"):
            call()


def test_a_file_that_cannot_be_read_leaves_the_question_open(tmp_path):
    for path in (tmp_path / "missing.png", tmp_path, tmp_path / "a\0b"):
        for call in (lambda path=path: qb.bake(path, images.JSON), lambda path=path: qb.unbake(path)):
            with pytest.raises(UndeterminedError) as caught:
                call()
            assert caught.value.code == "FILE"


def test_a_file_is_read_within_bounds(tmp_path):
    path = tmp_path / "large.png"
    with path.open("wb") as file:
        file.truncate(DEFAULT_LIMITS.input_bytes + 1)
    with pytest.raises(LimitError, match="input_bytes"):
        qb.bake(path, images.JSON)
    path.write_bytes(qb.bake(images.png(), images.JSON))
    with pytest.raises(LimitError, match="input_bytes"):
        qb.unbake(path, limits=Limits(input_bytes=path.stat().st_size - 1))
    assert qb.unbake(path, limits=Limits(input_bytes=path.stat().st_size)).content == images.JSON


@pytest.mark.parametrize(
    "content",
    [
        "hello",
        "",
        " ",
        "[1]",
        "{",
        '{"a": 1, "a": 2}',
        "a.b",
        "e30.e30.",
        ".e30.e30",
        "e30.e30.e30.e30",
        "e30.e30.e3=",
        "W10.e30.AAAA",
        "e30.aGVsbG8.AAAA",
        HOSTED,
        "\ud800",
    ],
)
def test_what_is_no_credential_is_not_baked(content):
    with pytest.raises(InputError, match="neither a JSON object nor a compact token") as caught:
        qb.bake(images.png(), content)
    assert caught.value.code == "USAGE"


@pytest.mark.parametrize("content", [b"{}", {"id": "urn:x"}, None])
def test_content_of_another_type_is_a_programming_error(content):
    with pytest.raises(TypeError, match="content must be JSON text or a compact token"):
        qb.bake(images.png(), content)


def test_the_address_of_a_hosted_assertion_is_baked_as_2_0_only():
    for image in (images.png(), images.svg()):
        assert qb.unbake(qb.bake(image, HOSTED, version="2.0")).content == HOSTED
    with pytest.raises(InputError, match="neither"):
        qb.bake(images.png(), "ftp://academy.example/1", version="2.0")


def test_content_beyond_the_limits_is_refused_as_such():
    for content in ('{"a":' * 5000, images.JWT + "A" * DEFAULT_LIMITS.json_bytes):
        with pytest.raises(LimitError):
            qb.bake(images.png(), content)


def test_the_document_in_a_text():
    assert door.document_in(f" {images.JSON}\n")["id"] == "urn:uuid:1"
    assert door.document_in(f"{images.JWT}\r\n") == {"id": "urn:uuid:1"}


def test_another_format_is_named():
    for call in (lambda: qb.bake(b"GIF89a", images.JSON), lambda: qb.unbake(b"GIF89a")):
        with pytest.raises(InputError, match="neither PNG nor SVG"):
            call()
