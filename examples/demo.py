"""Issue a badge for an invented academy, bake it, verify it as a stranger would; then earn and lose a label.

Run it with ``make demo``. It writes to ``demo-out/`` and asks the network for nothing.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from datetime import datetime
from pathlib import Path

import art
import story

import qualitybadge as qb
from qualitybadge.issue.ob2 import Ob2Issuer

OUT = Path("demo-out")
OFFICIAL = ("spec-testvectors", "validator-ob30", "bootcamp")

PROFILE = {
    "name": "Harbour City Learning Academy",
    "url": "https://academy.example/",
    "description": "An invented academy that teaches what a harbour needs.",
    "email": "badges@academy.example",
}
ACHIEVEMENT = {
    "id": "https://academy.example/achievements/tide-reading",
    "achievementType": "MicroCredential",
    "name": "Tide Reading",
    "description": "Reads tide tables and plans a safe mooring for small vessels.",
    "criteria": {
        "narrative": "Planned three moorings from the tables and explained each plan to two harbour pilots."
    },
    "alignment": {
        "targetName": "Navigation in coastal waters",
        "targetUrl": "https://skills.example/navigation/coastal",
        "targetFramework": "Harbour skills",
    },
    "tag": ["tides", "mooring"],
}


def main() -> int:
    """Run the steps; return 0 when every badge of the demo verified."""
    OUT.mkdir(exist_ok=True)
    say(
        "1  Issue",
        "One achievement, one recipient (hashed), signed in both forms; the issuer verifies its own product.",
    )
    issuer = qb.Issuer(PROFILE, qb.KeyPair.generate("Ed25519"))
    recipient = qb.Recipient.email("ada@example.org", hashed=True)
    badge = issuer.issue(
        ACHIEVEMENT,
        recipient,
        proof=("eddsa-rdfc-2022", "vc-jwt"),
        evidence={"id": "https://academy.example/evidence/1842", "name": "Three mooring plans"},
    )
    print(f"   issuer     {issuer.id}\n   credential {badge.id}")

    say("2  Bake", "The same credential into a PNG and an SVG, once as Data Integrity proof, once as VC-JWT.")
    files = []
    for form, proof in (("json", "data-integrity"), ("jwt", "vc-jwt")):
        for suffix, image in (("png", art.badge_png()), ("svg", art.badge_svg())):
            path = OUT / f"tide-reading.{proof}.{suffix}"
            path.write_bytes(badge.bake(image, form=form))
            files.append(path)
            print(f"   {path}  {path.stat().st_size:,} bytes")

    say("3  Verify", "Through the door a stranger would use: qb.verify(Path(...)).")
    reports = [qb.verify(path, recipient=qb.Recipient.email("ada@example.org")) for path in files]
    for index in (0, 2):  # the first with a proof, the first that is a token
        print(f"{files[index]}\n\n{qb.render(reports[index], 'text')}")
    for path, report in zip(files[1:], reports[1:], strict=True):
        print(f"   {path.name:<34} {report.verdict.name:<8} {report.form:<16} trust {report.trust.value}")

    say("4  Forge", "One word of the signed badge is changed.")
    forged = qb.verify(badge.to_json().replace("Tide Reading", "Tide Ruling"))
    print(f"   {forged.summary}")

    (OUT / "report.html").write_text(qb.render(reports[0], "html"), encoding="utf-8")
    (OUT / "report.json").write_text(reports[0].to_json() + "\n", encoding="utf-8")
    print(f"\n   The report as a page: {OUT / 'report.html'}, as data: {OUT / 'report.json'}")

    older = host_and_revoke_a_badge_of_2_0()
    official = verify_official_samples()
    told = story.tell(OUT, say)
    good = older and official and told and all(report.verdict is qb.Verdict.VALID for report in reports)
    return 0 if good and forged.verdict is qb.Verdict.INVALID else 1


def host_and_revoke_a_badge_of_2_0() -> bool:
    """Publish a hosted badge of 2.0 as files, verify it by its address, revoke it, verify it again."""
    say(
        "5  Open Badges 2.0",
        "A hosted badge is what its address serves; here the folder answers as its web server would.",
    )
    home, site = "https://academy.example", OUT / "site"
    issuer = Ob2Issuer({**PROFILE, "id": f"{home}/ob2/issuer.json"})
    award = {"id": f"{home}/ob2/tide-reading.json", "image": art.badge_uri()} | {
        name: ACHIEVEMENT[name] for name in ("name", "description", "criteria")
    }
    shutil.rmtree(site, ignore_errors=True)
    recipient = qb.Recipient.email("ada@example.org", hashed=True)
    badge = issuer.issue(award, recipient, hosted_at=f"{home}/ob2/badges/1842.json")
    issuer.publish(site, [badge])
    good = verify_hosted(site, badge.id, qb.Verdict.VALID)
    issuer.revoke(site, badge, reason="Awarded in error")
    return verify_hosted(site, badge.id, qb.Verdict.INVALID) and good


def verify_hosted(site: Path, address: str, expected: qb.Verdict) -> bool:
    """Verify what an address serves out of a folder; print one line, tell whether it is as expected."""
    report = qb.verify(address, fetcher=qb.StaticFetcher.from_folder(site))
    print(f"   {address}\n      {report.summary}")
    return report.verdict is expected


def verify_official_samples() -> bool:
    """Verify the officially signed samples, where their folder is named; tell whether all are VALID."""
    folder = os.environ.get("QUALITYBADGE_VECTORS")
    if not folder:
        say(
            "6  Official samples",
            "Set QUALITYBADGE_VECTORS to the folder of external vectors to verify them here.",
        )
        return True
    say(
        "6  Official samples",
        "Each under its policy, in a small web that holds only what its issuer publishes.",
    )
    root, good = Path(folder) / "ob3", True
    for line in (root / "cases.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if case["group"] not in OFFICIAL or case["expect"]["verdict"] != "valid":
            continue
        policy = qb.Policy() if case["policy"] == "default" else qb.Policy.compatible()
        web = {url: answer["json"] for url, answer in case["http"].items() if "json" in answer}
        now = datetime.fromisoformat(case["now"])
        report = qb.verify(root / case["file"], policy=policy, fetcher=qb.StaticFetcher(web), now=now)
        name = Path(case["file"]).name
        good = good and report.verdict is qb.Verdict.VALID
        found = f"{report.verdict.name:<14} {report.form:<16} trust {report.trust.value}"
        print(f"   {name:<30} {case['policy']:<11} {found}")
    return good


def say(title: str, text: str) -> None:
    """Print a step's heading."""
    print(f"\n{title}\n   {text}\n" if sys.stdout else "")


if __name__ == "__main__":
    sys.exit(main())
