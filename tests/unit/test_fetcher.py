from __future__ import annotations

import http
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from qualitybadge.errors import (
    FetchError,
    InputError,
    LimitError,
    QualityBadgeError,
    UndeterminedError,
    UnsafeTargetError,
)
from qualitybadge.fetcher import (
    Fetcher,
    NoNetwork,
    Response,
    StaticFetcher,
    obtain,
    require_ok,
    require_text,
)
from qualitybadge.limits import DEFAULT_LIMITS, Limits

HOME = "https://issuer.example/"


class Scripted:
    """Answer with what a function returns."""

    def __init__(self, answer):
        self.answer = answer

    def get(self, url, *, accept, max_bytes):
        return self.answer(url)


def redirect(location: str, status: int = 302) -> Response:
    return Response(status, {"location": location})


def code_of(call) -> str:
    with pytest.raises(FetchError) as caught:
        call()
    return caught.value.code


# --- the table of answers


def test_static_answers_are_responses_bytes_and_json():
    table = StaticFetcher(
        {
            HOME: {"name": "Ä"},
            HOME + "list": [1],
            HOME + "raw": b"raw",
            HOME + "gone": Response(410, body=b"gone"),
        }
    )
    assert table.get(HOME, accept="*/*", max_bytes=99) == Response(
        headers={"Content-Type": "application/json"}, body='{"name": "Ä"}'.encode()
    )
    assert table.get(HOME + "list", accept="*/*", max_bytes=99).body == b"[1]"
    assert table.get(HOME + "raw", accept="*/*", max_bytes=3) == Response(body=b"raw")
    assert table.get(HOME + "gone", accept="*/*", max_bytes=99).status == 410
    assert table.calls == (HOME, HOME + "list", HOME + "raw", HOME + "gone")
    assert isinstance(table, Fetcher)


def test_static_knows_no_other_address_and_no_larger_answer():
    table = StaticFetcher({HOME: b"1234"})
    assert code_of(lambda: table.get(HOME + "x", accept="*/*", max_bytes=99)) == "FETCH"
    assert code_of(lambda: table.get(HOME, accept="*/*", max_bytes=3)) == "LIMIT"


def test_static_counts_the_calls_of_all_threads():
    table = StaticFetcher({HOME: b"{}"})
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: table.get(HOME, accept="*/*", max_bytes=9), range(200)))
    assert table.calls == (HOME,) * 200


@pytest.mark.parametrize("answer", ["text", None, 1, {"a": {1, 2}}, {"a": float("nan")}, {"a": "\ud800"}])
def test_static_refuses_what_is_no_answer(answer):
    with pytest.raises(InputError) as caught:
        StaticFetcher({HOME: answer})
    assert caught.value.code == "USAGE"


def test_no_network_asks_nobody():
    assert code_of(lambda: obtain(NoNetwork(), HOME)) == "NO_NETWORK"
    assert isinstance(NoNetwork(), Fetcher)


# --- one answer


def test_headers_are_found_without_regard_to_case():
    response = Response(headers={"cOnTent-type": "Application/LD+json; charset=utf-8"})
    assert response.header("Content-Type") == "Application/LD+json; charset=utf-8"
    assert response.media_type == "application/ld+json"
    assert response.header("ETag") == ""
    assert Response().media_type == ""


def test_obtain_returns_the_answer_and_says_who_gave_it():
    table = StaticFetcher({HOME + "key?v=1": b"{}"})
    assert obtain(table, HOME + "key?v=1#key-1") == Response(body=b"{}", url=HOME + "key?v=1")
    assert table.calls == (HOME + "key?v=1",)


@pytest.mark.parametrize("status", [204, 300, 304, 404, 410, 500, 503])
def test_obtain_leaves_the_meaning_of_a_status_to_the_caller(status):
    assert obtain(StaticFetcher({HOME: Response(status)}), HOME).status == status


def test_obtain_asks_for_nothing_unsafe_whatever_the_fetcher_would_do():
    table = StaticFetcher({"https://127.0.0.1/": b"{}", "http://issuer.example/": b"{}"})
    with pytest.raises(UnsafeTargetError):
        obtain(table, "https://127.0.0.1/")
    assert code_of(lambda: obtain(table, "http://issuer.example/")) == "INSECURE_TRANSPORT"
    assert table.calls == ()
    assert obtain(table, "http://issuer.example/", allow_http=True).body == b"{}"


def test_obtain_hands_the_fetcher_the_accept_header_and_the_limit():
    seen = []

    class Noting:
        def get(self, url, *, accept, max_bytes):
            seen.append((url, accept, max_bytes))
            return Response()

    obtain(Noting(), HOME, accept="image/png", limits=Limits(fetch_bytes=7))
    assert seen == [(HOME, "image/png", 7)]


def test_the_size_limit_holds_for_a_fetcher_that_ignores_it():
    large = Scripted(lambda _: Response(body=b"12345"))
    assert obtain(large, HOME, limits=Limits(fetch_bytes=5)).body == b"12345"
    assert code_of(lambda: obtain(large, HOME, limits=Limits(fetch_bytes=4))) == "LIMIT"


# --- redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_inside_the_origin_is_followed(status):
    table = StaticFetcher({HOME: redirect("/b", status), HOME + "b": b"{}"})
    assert obtain(table, HOME).url == HOME + "b"


def test_three_redirects_are_followed_and_not_four():
    table = StaticFetcher({f"{HOME}{n}": redirect(f"/{n + 1}") for n in range(4)} | {HOME + "4": b"{}"})
    assert obtain(table, HOME + "1").url == HOME + "4"
    assert code_of(lambda: obtain(table, HOME + "0")) == "REDIRECT"
    assert code_of(lambda: obtain(table, HOME + "3", limits=Limits(redirects=0))) == "REDIRECT"


def test_the_default_port_and_the_case_of_the_host_are_the_same_origin():
    table = StaticFetcher(
        {HOME: redirect("https://ISSUER.example:443/b"), "https://ISSUER.example:443/b": b"{}"}
    )
    assert obtain(table, HOME).body == b"{}"


@pytest.mark.parametrize(
    "location", ["https://other.example/", "https://issuer.example:8443/", "//sub.issuer.example/"]
)
def test_another_origin_needs_permission(location):
    there = "https:" + location if location.startswith("//") else location
    table = StaticFetcher({HOME: redirect(location), there: b"{}"})
    assert code_of(lambda: obtain(table, HOME)) == "REDIRECT"
    assert table.calls == (HOME,)
    assert obtain(table, HOME, cross_origin=True).url == there


def test_crossing_origins_leads_to_https_only():
    plain = "http://issuer.example/"
    table = StaticFetcher(
        {
            plain: redirect("http://other.example/"),
            plain + "same": redirect("/b"),
            plain + "b": b"{}",
            plain + "up": redirect(HOME),
            HOME: b"{}",
        }
    )
    every = {"allow_http": True, "cross_origin": True}
    assert code_of(lambda: obtain(table, plain, **every)) == "REDIRECT"
    assert obtain(table, plain + "same", **every).url == plain + "b"
    assert obtain(table, plain + "up", **every).url == HOME
    assert code_of(lambda: obtain(table, plain + "up", allow_http=True)) == "REDIRECT"


def test_a_redirect_never_leads_from_https_to_http():
    table = StaticFetcher({HOME: redirect("http://issuer.example/b")})
    assert code_of(lambda: obtain(table, HOME, allow_http=True, cross_origin=True)) == "INSECURE_TRANSPORT"


def test_a_redirect_to_nowhere_is_refused():
    assert code_of(lambda: obtain(StaticFetcher({HOME: Response(302)}), HOME)) == "REDIRECT"


def test_a_circle_is_noticed():
    table = StaticFetcher({HOME: redirect("/b#1"), HOME + "b": redirect("/#2")})
    with pytest.raises(FetchError, match="circle"):
        obtain(table, HOME)
    assert table.calls == (HOME, HOME + "b")


def test_no_redirect_is_followed_when_the_time_is_spent():
    table = StaticFetcher({HOME: redirect("/b"), HOME + "b": b"{}"})
    with pytest.raises(FetchError, match="took longer than -1 s") as caught:
        obtain(table, HOME, limits=Limits(fetch_seconds=-1))
    assert caught.value.code == "LIMIT"
    assert table.calls == (HOME,)


def test_a_fetcher_that_follows_redirects_by_itself_meets_the_same_rules():
    def at(url):
        return Scripted(lambda _: Response(body=b"{}", url=url))

    assert obtain(at(HOME + "b"), HOME).url == HOME + "b"
    assert obtain(at(""), HOME).url == HOME
    assert code_of(lambda: obtain(at("https://other.example/"), HOME)) == "REDIRECT"
    assert obtain(at("https://other.example/"), HOME, cross_origin=True).url == "https://other.example/"
    with pytest.raises(UnsafeTargetError):
        obtain(at("https://10.0.0.1/"), HOME, cross_origin=True)


# --- fetchers that misbehave


@pytest.mark.parametrize(
    "error",
    [
        ValueError("x"),
        KeyError("x"),
        RecursionError(),
        OSError("x"),
        InputError("x"),
        QualityBadgeError("x"),
        FetchError("x", code="NO_SUCH_CODE"),
    ],
)
def test_whatever_a_fetcher_raises_is_a_fetch_error(error):
    def fail(url):
        raise error

    with pytest.raises(FetchError) as caught:
        obtain(Scripted(fail), HOME)
    assert caught.value.code == "FETCH"
    assert type(error).__name__ in caught.value.message
    assert caught.value.__cause__ is error


@pytest.mark.parametrize(
    "error", [FetchError("x"), FetchError("x", code="NO_NETWORK"), UnsafeTargetError("x")]
)
def test_what_a_fetcher_may_raise_stays_as_it_is(error):
    def fail(url):
        raise error

    with pytest.raises(FetchError) as caught:
        obtain(Scripted(fail), HOME)
    assert caught.value is error


def test_an_interrupt_is_no_answer():
    def interrupt(url):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        obtain(Scripted(interrupt), HOME)


@pytest.mark.parametrize(
    "answer",
    [
        None,
        b"{}",
        {"status": 200},
        Response(body="{}"),
        Response(body=bytearray(b"{}")),
        Response(status="ok"),
        Response(status=None),
        Response(status=True),
        Response(status=99),
        Response(status=600),
        Response(headers=None),
        Response(headers={"Location": 1}),
        Response(headers={1: "x"}),
        Response(headers={"Location": None}),
        Response(url=1),
    ],
)
def test_nonsense_is_a_fetch_error(answer):
    assert code_of(lambda: obtain(Scripted(lambda _: answer), HOME)) == "FETCH"


def test_an_answer_is_copied_so_that_nobody_changes_it_later():
    headers = {"A": "b"}
    response = obtain(Scripted(lambda _: Response(http.HTTPStatus.OK, headers)), HOME)
    headers["A"] = "c"
    assert response.header("a") == "b"
    assert type(response.status) is int


# --- what is a document


@pytest.mark.parametrize("status", [201, 204, 206, 302, 404, 410, 500])
def test_only_status_200_is_ok(status):
    with pytest.raises(FetchError, match=f"https://issuer.example/ answered with status {status}"):
        require_ok(Response(status, url=HOME))


@pytest.mark.parametrize(
    "page",
    [
        Response(headers={"Content-Type": "text/html; charset=utf-8"}, body=b"{}"),
        Response(headers={"Content-Type": "application/xhtml+xml"}, body=b"{}"),
        Response(
            headers={"Content-Type": "application/json"}, body=b"\xef\xbb\xbf \n<!DOCTYPE HTML><p>Log in"
        ),
        Response(body=b"<html lang='de'>"),
    ],
)
def test_a_web_page_is_no_document(page):
    with pytest.raises(FetchError, match="the address answered with a web page"):
        require_ok(page)


@pytest.mark.parametrize("body", [b"", b"{}", b"<svg/>", b'<?xml version="1.0"?><!DOCTYPE svg>', b"\x89PNG"])
def test_anything_else_with_status_200_is_ok(body):
    response = Response(body=body, headers={"Content-Type": "image/png"})
    assert require_ok(response) is response


@pytest.mark.parametrize(
    "media_type",
    [
        "",
        "application/json",
        "application/ld+json; charset=utf-8",
        "Application/DID+JSON",
        "application/vc+jwt",
        "application/jwt",
        "application/vc",
        "text/plain; charset=utf-8",
        "application/octet-stream",
    ],
)
def test_json_and_tokens_come_under_many_names(media_type):
    response = Response(headers={"Content-Type": media_type})
    assert require_text(response) is response


@pytest.mark.parametrize("media_type", ["image/png", "text/css", "application/pdf", "json", "x" * 1000])
def test_other_media_types_are_refused(media_type):
    with pytest.raises(FetchError, match="not with JSON") as caught:
        require_text(Response(headers={"Content-Type": media_type}))
    assert len(caught.value.message) < 200


class TestFromFolder:
    @pytest.fixture
    def folder(self, tmp_path):
        (tmp_path / "keys").mkdir()
        (tmp_path / "keys" / "1.json").write_bytes(b'{"kty": "OKP"}')
        self.write(tmp_path, [self.row("keys/1.json")])
        return tmp_path

    @staticmethod
    def row(file, url=f"{HOME}keys/1.json"):
        return {"url": url, "file": file, "mediaType": "application/jwk+json"}

    @staticmethod
    def write(folder, files):
        (folder / "hosting.json").write_text(json.dumps({"files": files}), encoding="utf-8")

    def test_it_answers_as_the_folder_would(self, folder):
        answer = obtain(StaticFetcher.from_folder(folder), f"{HOME}keys/1.json")
        assert answer.body == b'{"kty": "OKP"}'
        assert answer.media_type == "application/jwk+json"
        with pytest.raises(FetchError, match="no connection"):
            obtain(StaticFetcher.from_folder(folder), f"{HOME}keys/2.json")

    def test_the_first_of_several_answers(self, folder, tmp_path_factory):
        second = tmp_path_factory.mktemp("second")
        (second / "a.json").write_bytes(b"{}")
        self.write(second, [self.row("a.json"), self.row("a.json", f"{HOME}a.json")])
        web = StaticFetcher.from_folder(folder, second)
        assert obtain(web, f"{HOME}keys/1.json").body == b'{"kty": "OKP"}'
        assert obtain(web, f"{HOME}a.json").body == b"{}"

    def test_somebody_else_answers_for_the_rest(self, folder):
        network = Scripted(lambda url: Response(body=url.encode()))
        web = StaticFetcher.from_folder(folder, otherwise=network)
        assert obtain(web, f"{HOME}keys/1.json").body == b'{"kty": "OKP"}'
        assert obtain(web, f"{HOME}other").body == f"{HOME}other".encode()
        assert web.calls == (f"{HOME}keys/1.json", f"{HOME}other")

    def test_a_folder_without_a_list_is_wrong_usage(self, tmp_path):
        with pytest.raises(InputError, match=r"there is no hosting\.json"):
            StaticFetcher.from_folder(tmp_path)

    @pytest.mark.parametrize(
        "text", ["", "[]", "{}", '{"files": [5]}', '{"files": [{"url": "x"}]}', "[" * 9999]
    )
    def test_a_list_of_another_form_is_wrong_usage(self, text, tmp_path):
        (tmp_path / "hosting.json").write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match="is no list of files"):
            StaticFetcher.from_folder(tmp_path)

    def test_nothing_outside_the_folder_is_read_through_a_link(self, folder):
        secret = folder.parent / "secret.json"
        secret.write_text("{}", encoding="utf-8")
        (folder / "listed.json").symlink_to(secret)
        self.write(folder, [self.row("listed.json")])
        with pytest.raises(InputError, match="names a file elsewhere"):
            StaticFetcher.from_folder(folder)

    @pytest.mark.parametrize("file", ["../secret", "/etc/passwd", "a//b", ".", "", "a\\b", "c:x", 5, None])
    def test_nothing_outside_the_folder_is_read(self, file, folder):
        self.write(folder, [self.row(file)])
        with pytest.raises(InputError, match="names a file elsewhere"):
            StaticFetcher.from_folder(folder)

    def test_a_file_that_is_missing_or_too_large(self, folder):
        self.write(folder, [self.row("keys/2.json")])
        with pytest.raises(UndeterminedError, match="could not be read"):
            StaticFetcher.from_folder(folder)
        with (folder / "keys" / "2.json").open("wb") as file:
            file.truncate(DEFAULT_LIMITS.fetch_bytes + 1)
        with pytest.raises(LimitError, match="is larger than"):
            StaticFetcher.from_folder(folder)

    def test_what_was_withdrawn_answers_410(self, folder):
        gone = self.row("keys/1.json") | {"status": 410}
        self.write(folder, [gone, self.row("keys/2.json", f"{HOME}keys/2.json") | {"status": 410}])
        web = StaticFetcher.from_folder(folder)
        assert obtain(web, f"{HOME}keys/1.json").status == 410
        assert obtain(web, f"{HOME}keys/1.json").body == b'{"kty": "OKP"}'
        assert (obtain(web, f"{HOME}keys/2.json").status, obtain(web, f"{HOME}keys/2.json").body) == (
            410,
            b"",
        )

    @pytest.mark.parametrize(
        "text", ['{"files": [{"url": [], "file": "a", "mediaType": ""}]}', '{"files": [], "origin": 5}']
    )
    def test_a_list_with_other_types_is_wrong_usage(self, text, tmp_path):
        (tmp_path / "hosting.json").write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match="is no list of files"):
            StaticFetcher.from_folder(tmp_path)

    def test_a_status_that_no_file_can_have(self, folder):
        self.write(folder, [self.row("keys/1.json") | {"status": 500}])
        with pytest.raises(InputError, match="is no list of files"):
            StaticFetcher.from_folder(folder)


class TestFilesThatAreNotListed:
    @pytest.fixture
    def folder(self, tmp_path):
        site = tmp_path / "site"
        (site / "a" / ".git").mkdir(parents=True)
        for name in ("b.json", "b.PNG", "b.svg", "b", "index.json", "c d.json", ".hidden", ".git/config"):
            (site / "a" / name).write_bytes(name.encode())
        (site / "index.json").write_bytes(b"root")
        (tmp_path / "secret.json").write_bytes(b"secret")
        listed = {"origin": HOME.rstrip("/"), "files": []}
        (site / "hosting.json").write_text(json.dumps(listed), encoding="utf-8")
        return site

    @pytest.mark.parametrize(
        ("path", "body", "media_type"),
        [
            ("a/b.json", b"b.json", "application/json"),
            ("a/b.json#part", b"b.json", "application/json"),
            ("a/b.PNG", b"b.PNG", "image/png"),
            ("a/b.svg", b"b.svg", "image/svg+xml"),
            ("a/b", b"b", "application/octet-stream"),
            ("a/%62", b"b", "application/octet-stream"),
            ("a/c%20d.json", b"c d.json", "application/json"),
            ("a/", b"index.json", "application/json"),
            ("a", b"index.json", "application/json"),
            ("", b"root", "application/json"),
        ],
    )
    def test_each_answers_under_its_path(self, path, body, media_type, folder):
        answer = obtain(StaticFetcher.from_folder(folder), HOME + path)
        assert (answer.status, answer.body, answer.media_type) == (200, body, media_type)

    def test_the_host_alone(self, folder):
        assert obtain(StaticFetcher.from_folder(folder), HOME.rstrip("/")).body == b"root"

    @pytest.mark.parametrize(
        "path",
        [
            "a/x.json",
            "x/y",
            "a/.hidden",
            "a/.git/config",
            "hosting.json",
            "HOSTING.json",
            "hosting.json.",
            "a//b.json",
            "a/b.json?x",
            "../secret.json",
            "a/../../secret.json",
            "%2e%2e/secret.json",
            "..%2fsecret.json",
            "a%2fb.json",
            "a%5cb.json",
            "c:%5csecret",
            "a/%00",
            "a/" + "x" * 300,
        ],
    )
    def test_nothing_else_is_there(self, path, folder):
        web = StaticFetcher.from_folder(folder)
        with pytest.raises(FetchError) as caught:
            web.get(HOME + path, accept="", max_bytes=99)
        assert caught.value.hint == "if it is to be hosted there, put it into the folder under its path"

    def test_links_do_not_lead_out_of_the_folder(self, folder):
        (folder / "out.json").symlink_to(folder.parent / "secret.json")
        (folder / "in.json").symlink_to(folder / "a" / "b.json")
        (folder / "around.json").symlink_to(folder / "around.json")
        web = StaticFetcher.from_folder(folder)
        assert obtain(web, f"{HOME}in.json").body == b"b.json"
        for name in ("out.json", "around.json"):
            with pytest.raises(FetchError, match="no connection"):
                obtain(web, HOME + name)

    @pytest.mark.parametrize(
        "url", ["https://other.example/a/b.json", "http://issuer.example/a/b.json", "a/b.json"]
    )
    def test_other_hosts_are_somebody_elses(self, url, folder):
        with pytest.raises(FetchError) as caught:
            StaticFetcher.from_folder(folder).get(url, accept="", max_bytes=99)
        assert not caught.value.hint

    def test_the_network_is_asked_for_what_is_not_there(self, folder):
        network = Scripted(lambda url: Response(body=url.encode()))
        web = StaticFetcher.from_folder(folder, otherwise=network)
        assert obtain(web, f"{HOME}a/x.json").body == f"{HOME}a/x.json".encode()
        with pytest.raises(FetchError) as caught:
            obtain(StaticFetcher.from_folder(folder, otherwise=NoNetwork()), f"{HOME}a/x.json")
        assert caught.value.code == "NO_NETWORK"
        assert "put it into the folder" in caught.value.hint

    def test_what_else_went_wrong_in_the_network_is_said_as_it_is(self, folder):
        def refuse(url):
            raise UnsafeTargetError(f"not {url}")

        with pytest.raises(UnsafeTargetError) as caught:
            obtain(StaticFetcher.from_folder(folder, otherwise=Scripted(refuse)), f"{HOME}a/x.json")
        assert not caught.value.hint

    def test_a_file_is_read_when_it_is_asked_for_and_no_further_than_allowed(self, folder):
        web = StaticFetcher.from_folder(folder)
        with (folder / "late.json").open("wb") as file:
            file.truncate(DEFAULT_LIMITS.fetch_bytes + 1)
        with pytest.raises(FetchError, match="is larger than") as caught:
            obtain(web, f"{HOME}late.json")
        assert caught.value.code == "LIMIT"

    def test_a_file_that_cannot_be_read(self, folder, monkeypatch):
        web = StaticFetcher.from_folder(folder)

        def locked(*_):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", locked)
        with pytest.raises(FetchError, match="could not be read: Permission denied") as caught:
            obtain(web, f"{HOME}a/b.json")
        assert caught.value.code == "FILE"


def test_a_static_fetcher_of_the_wrong_type_says_what_to_pass(tmp_path):
    with pytest.raises(TypeError, match=r"use StaticFetcher\.from_folder"):
        StaticFetcher(str(tmp_path))
    with pytest.raises(TypeError, match=r"must be a pathlib\.Path, not str"):
        StaticFetcher.from_folder(str(tmp_path))
    for wrong in (5, NoNetwork):
        with pytest.raises(TypeError, match="otherwise must be a Fetcher"):
            StaticFetcher({}, otherwise=wrong)
