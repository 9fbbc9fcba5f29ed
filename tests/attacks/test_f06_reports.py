"""F06: whatever a stranger writes into a badge is inert text in every page, on a terminal and in JSON."""

from __future__ import annotations

import io
import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

import qualitybadge as qb
from qualitybadge.cli.group import run
from qualitybadge.report.console import print_report
from support.credentials import badge
from support.world import changed, claims_of, proved, token, verify

PAYLOADS = {
    "script": "<script>alert(1)</script>",
    "handler": "<img src=x onerror=alert(1)>",
    "attribute": '" onmouseover="alert(1)',
    "apostrophe": "' onclick='alert(1)",
    "end of title": "</title></head><script>alert(1)</script>",
    "end of style": "</style><script>alert(1)</script>",
    "end of bdi": "</bdi></dd></dl><h1>VALID</h1>",
    "comment": "<!-- x --><!DOCTYPE html><svg/onload=alert(1)>",
    "entity": "&lt;script&gt;&#60;script&#62;",
    "link": '<a href="javascript:alert(1)">x</a>',
    "address": "javascript:alert(1)",
    "template": "{{ 7*7 }}{% for x in y %}{# #}",
    "markdown link": "[x](javascript:alert(1)) <https://evil.example> https://evil.example www.evil.example",
    "markdown image": "![x](https://evil.example/x.png)",
    "markdown table": "a | b `c` **d** ~~e~~ $f$ \\| g\n\n# VALID\n---",
    "rich markup": "[bold green]VALID[/] [link=https://evil.example]x[/link] :warning:",
    "escape": "\x1b[2J\x1b[1;1H\x1b[32mVALID\x1b[0m",
    "title of the terminal": "\x1b]0;owned\x07\x1b]8;;https://evil.example\x1b\\x\x1b]8;;\x1b\\",
    "C1": "\x9b31mVALID\x9d0;owned\x9c\x85\x7f",
    "carriage return": "INVALID\rVALID  \b\b\b\x00",
    "lines": "x\nVALID\u2028VALID\u2029VALID\x0bVALID\x0cVALID",
    "bidi": "\u202egnp.exe\u202c \u2066x\u2069 \u200e\u200f\u061c",
    "hidden": "a\u200bb\u00adc\ufeffd\u2060e\u200df\U000e0041g",
    "private and unassigned": "\ue000\uffff\U000f0000\u0378",
    "long": "A" * 5000,
    "long word of marks": "e" + "\u0301" * 2000,
}
TAGS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "div",
    "header",
    "h1",
    "small",
    "p",
    "strong",
    "section",
    "h2",
    "dl",
    "dt",
    "dd",
    "bdi",
    "table",
    "thead",
}
TAGS |= {"tbody", "tr", "th", "td", "br", "code", "span", "footer"}
ATTRIBUTES = {"class", "title", "scope", "charset", "http-equiv", "content", "name", "lang", "aria-hidden"}
STEERING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ue000-\uf8ff]"
)


def proven(text: str) -> qb.Report:
    """A report whose facts are the payload: an issuer may sign whatever he likes."""
    document = badge(
        name=text,
        evidence=[
            {"id": f"urn:x:{text}", "type": ["Evidence"]},
            {"type": ["Evidence"], "name": text, "narrative": text},
        ],
        issuer={"id": "did:web:academy.example", "type": ["Profile"], "name": text},
    )
    document["credentialSubject"]["achievement"] |= {
        "name": text,
        "description": text,
        "achievementType": f"ext:{text}",
        "criteria": {"narrative": text},
        "alignment": [{"type": ["Alignment"], "targetName": text, "targetFramework": text}],
        "resultDescription": [
            {"id": "urn:x:1", "type": ["ResultDescription"], "name": text, "valueMax": text}
        ],
    }
    document["credentialSubject"] |= {
        "narrative": text,
        "result": [
            {"type": ["Result"], "resultDescription": "urn:x:1", "value": text, "status": text},
        ],
    }
    report = verify(token(claims_of(document)), qb.Policy.compatible())
    assert report.to_dict()["credential"] is not None
    return report


def quoting(text: str) -> list[qb.Report]:
    """Reports whose messages and pointers quote the payload."""
    method = f"did:web:academy.example#{text}"
    return [
        verify({**badge(), text: "x"}),
        verify(badge(**{"@context": [*badge()["@context"], text]})),
        verify(badge(type=["VerifiableCredential", "OpenBadgeCredential", text])),
        verify(changed(proved(), "proof/cryptosuite", text)),
        verify(changed(proved(), "proof/verificationMethod", method)),
        verify(badge(validUntil=text, issuer=text)),
        verify(token(header={"alg": text, "kid": method, "typ": text, text: 1})),
        verify(badge(credentialStatus={"id": text, "type": text})),
        verify(text),
        verify(text.encode()),
    ]


def reports(text: str) -> list[qb.Report]:
    return [proven(text), *quoting(text)]


class Page(HTMLParser):
    """What a browser would make of it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text, self.odd, self._style = "", [], False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._style = tag == "style"

    def handle_endtag(self, tag):
        self._style = False

    def handle_data(self, data):
        self.text += "" if self._style else data

    def handle_comment(self, data):
        self.odd.append(data)

    def handle_decl(self, decl):
        self.odd += [] if decl == "doctype html" else [decl]

    unknown_decl = handle_pi = handle_comment


PAYLOAD = pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)


@PAYLOAD
@pytest.mark.parametrize("form", ["html", "html-fragment"])
def test_f06_html_is_inert(text, form):
    for report in reports(text):
        html = qb.render(report, form)
        page = Page(html)
        assert {tag for tag, _ in page.tags} <= TAGS
        assert {name for _, given in page.tags for name in given} <= ATTRIBUTES
        assert page.odd == []
        assert not STEERING.search(html)
        policies = [given["content"] for _, given in page.tags if "http-equiv" in given]
        assert all(policy.startswith("default-src 'none'") for policy in policies)
        assert len(policies) == (form == "html")


@PAYLOAD
def test_f06_html_shows_a_badge_in_the_shape_of_a_harmless_one(text):
    def shape(report: qb.Report) -> list[str]:
        tags = [tag for tag, _ in Page(qb.render(report, "html")).tags]
        return tags[: tags.index("table")]

    report = proven(text)
    harmless = {twin.verdict: twin for twin in (proven("x"), proven("x y"))}  # the space is no part of an IRI
    assert shape(report) == shape(harmless[report.verdict])


def test_f06_the_words_themselves_are_still_shown():
    page = Page(qb.render(proven("<b>Welding</b> & more"), "html"))
    assert "<b>Welding</b> & more" in page.text
    assert "{{ 7*7 }}" in Page(qb.render(proven("{{ 7*7 }}"), "html")).text
    assert "\\u{202e}gnp.exe" in Page(qb.render(proven("\u202egnp.exe"), "html")).text


@PAYLOAD
def test_f06_text_is_inert(text):
    for report in reports(text):
        page = qb.render(report, "text")
        assert not STEERING.search(page)
        verdicts = [
            line for line in page.splitlines() if line.startswith(("VALID", "INVALID", "INDETERMINATE"))
        ]
        assert len(verdicts) == 1, verdicts


@PAYLOAD
def test_f06_markdown_is_inert(text):
    for report in reports(text):
        page = qb.render(report, "markdown")
        assert not STEERING.search(page)
        bare = re.sub(r"\\[\\`*_{}\[\]()<>#+\-.!|~&:@/$^=]", "", page)
        assert not re.search(r"[<>\[\]`&~$!]|https?:|www\.", bare)
        rows = [line for line in bare.splitlines() if line.startswith("|")]
        assert {line.count("|") for line in rows} <= {3, 6}
        assert sum(line.startswith("#") for line in bare.splitlines()) == 1


@PAYLOAD
@pytest.mark.parametrize("width", [30, 120])
def test_f06_a_terminal_gets_no_orders(text, width):
    for report in reports(text):
        console = Console(file=io.StringIO(), force_terminal=True, color_system="truecolor", width=width)
        print_report(report, console)
        drawn = re.sub(r"\x1b\[[0-9;]*m", "", console.file.getvalue())  # rich's own colours
        assert not STEERING.search(drawn)


def test_f06_rich_markup_is_text():
    console = Console(file=io.StringIO(), width=200)
    print_report(proven("[bold]x[/bold] :warning:"), console)
    assert "[bold]x[/bold] :warning:" in console.file.getvalue()


@PAYLOAD
def test_f06_json_is_inert_and_says_the_same(text):
    for report in reports(text):
        page = qb.render(report, "json")
        assert not STEERING.search(page)
        assert json.loads(page) == report.to_dict() == json.loads(report.to_json())


@PAYLOAD
@pytest.mark.parametrize("form", ["json", "text", "markdown", "html"])
def test_f06_the_command_line_prints_nothing_else(text, form, tmp_path, capfd):
    file = tmp_path / "badge.json"
    file.write_text(json.dumps({**badge(), text: text}), encoding="utf-8")
    assert run(["verify", "--offline", "--format", form, str(file)]) == 1
    out, err = capfd.readouterr()
    assert not STEERING.search(out + err)


@PAYLOAD
def test_f06_complaints_of_the_command_line_are_inert(text, tmp_path, capfd):
    files = {"key": "k.pem", "profile": "p.json", "achievement": "a.json"}
    run(["keys", "new", "--out", str(tmp_path / files["key"])])
    (tmp_path / files["profile"]).write_text(json.dumps({"name": text, text: 1}), encoding="utf-8")
    (tmp_path / files["achievement"]).write_text(json.dumps({"name": text, text: 1}), encoding="utf-8")
    capfd.readouterr()
    options = [part for name, file in files.items() for part in (f"--{name}", str(tmp_path / file))]
    code = run(["issue", *options, "--recipient", "did:example:ada", "--out", str(tmp_path / "b")])
    assert code in (1, 64)  # a name longer than any is a fault of the file already
    out, err = capfd.readouterr()
    assert not STEERING.search(out + err)
    assert not (tmp_path / "b").exists()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_f06_any_text_is_inert(text):
    report = verify({**badge(), f"x{text}": text} if text.isprintable() else f"{{{text}")
    for form in ("html", "text", "markdown", "json"):
        assert not STEERING.search(qb.render(report, form))
