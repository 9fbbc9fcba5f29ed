"""Hosted and signed badges of 2.0 on a real web server with TLS: published, verified by URL, revoked, again."""

from __future__ import annotations

import contextlib
import http.server
import json
import threading
from functools import partial
from pathlib import Path

import pytest

import qualitybadge as qb
from qualitybadge.issue.ob2 import Ob2Issuer
from qualitybadge.limits import Limits
from qualitybadge.net.https import HttpsFetcher
from support.images import png
from support.keyring import pair
from support.localtls import LOOPBACK, authority_file, server_context
from support.ob2_issuing import ADA, TIDE

pytestmark = [pytest.mark.loopback, pytest.mark.allow_hosts([LOOPBACK])]

NAME = "issuer.test"
WHO = qb.Recipient.email("ada@example.org")


class Files(http.server.SimpleHTTPRequestHandler):
    """A static server out of the standard library; with `gone` it answers 410 where hosting.json asks for it."""

    gone = False

    def do_GET(self):
        listed = json.loads((Path(self.directory) / "hosting.json").read_bytes())["files"]
        asked = [file.get("status", 200) for file in listed if file["url"].endswith(self.path)]
        if self.gone and 410 in asked:
            self.send_error(410)
        else:
            super().do_GET()

    def log_message(self, *arguments):
        pass


class Gone(Files):
    gone = True


@contextlib.contextmanager
def serving(folder, answering):
    server = http.server.ThreadingHTTPServer((LOOPBACK, 0), partial(answering, directory=str(folder)))
    server.daemon_threads = False
    server.socket = server_context(NAME).wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"https://{NAME}:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def verify(source):
    """Verify as anybody would, except that every name is this server and its authority is trusted."""
    fetcher = HttpsFetcher(
        limits=Limits(fetch_seconds=5.0),
        ca_file=authority_file(),
        resolve=lambda *_: (LOOPBACK,),
        exempt_addresses=frozenset({LOOPBACK}),
    )
    return qb.verify(source, fetcher=fetcher, recipient=WHO)


def status(report):
    return [row.problem.code for row in report.checks if row.id == "status" and row.problem]


@pytest.mark.parametrize("answering", [Files, Gone], ids=["no rule", "410"])
def test_publish_verify_revoke_verify(answering, tmp_path):
    (tmp_path / "tide.png").write_bytes(png())
    with serving(tmp_path, answering) as home:
        profile = {"id": f"{home}/issuer.json", "name": "Academy", "url": home, "email": "badges@issuer.test"}
        issuer = Ob2Issuer(profile, pair("RSA", "ob2"))
        tide = TIDE | {"id": f"{home}/classes/tide.json", "image": f"{home}/tide.png"}
        hosted = issuer.issue(tide, ADA, hosted_at=f"{home}/badges/1.json")
        other = issuer.issue(tide, ADA, hosted_at=f"{home}/badges/2.json")
        signed = issuer.issue(tide, ADA, signed=True)
        issuer.publish(tmp_path, [hosted, other, signed])

        for source in (hosted.id, hosted.to_json(), hosted.bake(png()), signed.to_jws(), signed.bake(png())):
            report = verify(source)
            assert (report.verdict, report.trust) == (qb.Verdict.VALID, qb.Trust.DOMAIN)

        issuer.revoke(tmp_path, hosted, reason="Awarded in error")
        issuer.revoke(tmp_path, signed, reason="Awarded in error")
        for source in (hosted.id, hosted.to_json(), hosted.bake(png()), signed.to_jws(), signed.bake(png())):
            report = verify(source)
            assert (report.verdict, status(report)) == (qb.Verdict.INVALID, ["REVOKED"])
        assert verify(other.id).verdict is qb.Verdict.VALID
