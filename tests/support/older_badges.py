"""Badges of Open Badges 0.5, 1.0 and 1.1 for tests, as they circulate."""

from __future__ import annotations

import hashlib

V1 = "https://w3id.org/openbadges/v1"
V0 = "https://w3id.org/openbadges/v0"
HERE = "https://issuer.example/assertions/1"
KEY = "https://issuer.example/key.pem"
SHA256 = "sha256$" + hashlib.sha256(b"ada@example.orgsalt").hexdigest()
SHA1 = "sha1$" + hashlib.sha1(b"ada@example.orgsalt", usedforsecurity=False).hexdigest()
EXTENSION = "https://issuer.example/extension.json"


def without(data: dict, *names: str) -> dict:
    return {name: value for name, value in data.items() if name not in names}


def assertion_1_0(**changes: object) -> dict:
    data = {
        "uid": "abc",
        "recipient": {"type": "email", "hashed": True, "salt": "salt", "identity": SHA256},
        "badge": "https://issuer.example/badge",
        "verify": {"type": "hosted", "url": HERE},
        "issuedOn": "2015-04-30",
    }
    return data | changes


def assertion_1_1(**changes: object) -> dict:
    return {"@context": V1, "type": "Assertion", "id": HERE} | assertion_1_0(**changes)


def issuer_0_5(**changes: object) -> dict:
    data = {
        "origin": "https://issuer.example",
        "name": "Academy",
        "org": "City",
        "contact": "a@issuer.example",
    }
    return data | changes


def assertion_0_5(*, badge: object = None, issuer: object = None, **changes: object) -> dict:
    inner = {
        "version": "0.5.0",
        "name": "Robotics",
        "image": "/badge.png",
        "description": "Built a robot",
        "criteria": "/criteria",
        "issuer": issuer_0_5() if issuer is None else issuer,
    }
    data = {
        "recipient": SHA256,
        "salt": "salt",
        "evidence": "/work",
        "issued_on": "2012-12-28",
        "badge": inner if badge is None else badge,
    }
    return data | changes
