"""Issue a badge for an invented academy, sign it both ways, bake it, and verify it as a stranger would.

Run it with ``make demo``. It writes to ``demo-out/`` and asks the network for nothing.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import art

import qualitybadge as qb

OUT = Path("demo-out")

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
    """Run the five steps; return 0 when every badge of the demo verified."""
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
    for path, report in zip(files, reports, strict=True):
        print(f"{path}\n\n{qb.render(report, 'text')}")
    for path, report in zip(files, reports, strict=True):
        print(f"   {path.name:<34} {report.verdict.name:<8} {report.form:<16} trust {report.trust.value}")

    say("4  Forge", "One word of the signed badge is changed.")
    forged = qb.verify(badge.to_json().replace("Tide Reading", "Tide Ruling"))
    print(f"   {forged.summary}")

    (OUT / "report.html").write_text(qb.render(reports[0], "html"), encoding="utf-8")
    (OUT / "report.json").write_text(reports[0].to_json() + "\n", encoding="utf-8")
    print(f"\n   The report as a page: {OUT / 'report.html'}, as data: {OUT / 'report.json'}")

    verify_official_samples()
    good = all(report.verdict is qb.Verdict.VALID for report in reports)
    return 0 if good and forged.verdict is qb.Verdict.INVALID else 1


def verify_official_samples() -> None:
    """Verify the officially signed samples, where the folder of external vectors is named."""
    folder = os.environ.get("QUALITYBADGE_VECTORS")
    if not folder:
        say(
            "5  Official samples",
            "Set QUALITYBADGE_VECTORS to the folder of external vectors to verify them here.",
        )
        return
    say(
        "5  Official samples",
        "Offline. Strict asks for keys that nobody serves; compatible accepts what circulates.",
    )
    files = Path(folder) / "ob3" / "files"
    samples = sorted(
        path
        for pattern in (
            "spec-testvectors/*signed.json",
            "validator-ob30/simple*.png",
            "validator-ob30/simple*.svg",
            "validator-ob30/simple-json.json",
            "validator-ob30/simple-did-key-method.json",
        )
        for path in files.glob(pattern)
        if "tampered" not in path.name and "err" not in path.name
    )
    for path in samples:
        strict = qb.verify(path, fetcher=qb.NoNetwork())
        compatible = qb.verify(path, policy=qb.Policy.compatible(), fetcher=qb.NoNetwork())
        verdicts = f"strict {strict.verdict.name:<14} compatible {compatible.verdict.name:<14}"
        print(f"   {path.name:<30} {verdicts} {strict.form}")


def say(title: str, text: str) -> None:
    """Print a step's heading."""
    print(f"\n{title}\n   {text}\n" if sys.stdout else "")


if __name__ == "__main__":
    sys.exit(main())
