"""The rules of the group image: a picture that is there, can be shown, travels along and is safe."""

from __future__ import annotations

from typing import Any

from ...errors import QualityBadgeError
from ...urls import is_plain_http, is_web, shown
from ...wire import image as carried
from ..images import Picture, credential_in, picture_in
from ..rule import NOT_APPLICABLE, PASSES, Found, Judge, fails, not_checked, partly
from ..subject import Part, Subject, texts
from ..terms import Terms

_DECLARED = {"png": "data:image/png", "svg": "data:image/svg+xml"}
_NEARLY_SQUARE = 0.01
_FAR_FROM_SQUARE = 2
_UNOBTAINED = frozenset({"offline", "unanswered", "broken", "large"})
# The values that the Accessibility extension lists.
_LISTED = {
    "accessibilityAPI": frozenset({
        "AndroidAccessibility", "ARIA", "ATK", "AT-SPI", "BlackberryAccessibility", "iAccessible2",
        "iOSAccessibility", "JavaAccessibility", "MacOSXAccessibility", "MSAA", "UIAutomation",
    }),
    "accessibilityControl": frozenset({
        "fullKeyboardControl", "fullMouseControl", "fullSwitchControl", "fullTouchControl",
        "fullVideoControl", "fullVoiceControl",
    }),
    "accessibilityFeature": frozenset({
        "alternativeText", "annotations", "audioDescription", "bookmarks", "braille", "captions", "ChemML",
        "describedMath", "displayTransformability", "highContrastAudio", "highContrastDisplay", "index",
        "largePrint", "latex", "longDescription", "MathML", "none", "printPageNumbers", "readingOrder",
        "signLanguage", "structuralNavigation", "tableOfContents", "taggedPDF", "tactileGraphic",
        "tactileObject", "timingControl", "transcript", "ttsMarkup", "unlocked",
    }),
    "accessibilityHazard": frozenset({
        "flashing", "noFlashingHazard", "motionSimulation", "noMotionSimulationHazard", "sound",
        "noSoundHazard",
    }),
}  # fmt: skip


def image_is_there(subject: Subject) -> Found:
    """The badge has an image."""
    return PASSES if subject.picture.address else fails(subject.achievement.pointer("image"))


def image_is_png_or_svg(subject: Subject) -> Found:
    """The image is a PNG or SVG: by its bytes or, where they are not there, by how its address ends."""
    picture = subject.picture
    if not picture.address:
        return NOT_APPLICABLE
    pointer, value = picture.pointer, shown(picture.address)
    if picture.form in _DECLARED:
        inline = picture.is_inline and picture.content is not None
        if inline and not picture.address.lower().startswith(_DECLARED[picture.form]):
            return partly(pointer, value, case="declared")
        return PASSES
    if picture.form == "raster":
        return partly(pointer, value)
    unknown = picture.content is None and picture.lack in _UNOBTAINED
    return not_checked(pointer, value) if unknown else fails(pointer, value)


def image_is_square_and_of_fair_size(subject: Subject) -> Found:
    """The image is square, neither tiny nor huge, and light enough to send; these are limits of ours."""
    picture = subject.picture
    if not picture.address:
        return NOT_APPLICABLE
    if picture.content is None or picture.form not in _DECLARED:
        return not_checked(picture.pointer, shown(picture.address))
    if picture.size is None:
        return partly(picture.pointer, case="unstated")
    shorter, longer = sorted(picture.size)
    value = f"{picture.size[0]:g}x{picture.size[1]:g}"
    if shorter <= 0 or longer >= _FAR_FROM_SQUARE * shorter:
        return partly(picture.pointer, value, case="far")
    if longer - shorter > _NEARLY_SQUARE * longer:
        return partly(picture.pointer, value)
    return _fair_size(picture, shorter, longer, subject.terms)


def image_has_text_alternative(subject: Subject) -> Found:
    """The image has a caption that says more than the name of the badge."""
    achievement = subject.achievement
    if not subject.picture.address:
        return NOT_APPLICABLE
    caption = achievement.object("image").get("caption")
    caption = caption.strip() if isinstance(caption, str) else ""
    pointer = achievement.pointer("image", "caption")
    if not caption:
        return fails(pointer)
    same = caption.casefold() == achievement.text("name").casefold()
    return partly(pointer, caption) if same else PASSES


def image_travels_or_is_https(subject: Subject) -> Found:
    """The image is inside the badge or at an https address that, where it may be asked, answers."""
    picture = subject.picture
    if not picture.address:
        return NOT_APPLICABLE
    pointer, value = picture.pointer, shown(picture.address)
    if picture.is_inline:
        return fails(pointer, value) if picture.lack == "malformed" else PASSES
    if picture.lack in {"malformed", "broken"}:
        return fails(pointer, value)
    if is_plain_http(picture.address):
        return partly(pointer, value)
    if not is_web(picture.address):  # the caller's file stands for it, and nobody else has that
        return fails(pointer, value)
    return not_checked(pointer, value) if picture.lack == "unanswered" else PASSES


def svg_is_safe(subject: Subject) -> Found:
    """No SVG of the badge acts, or loads anything from elsewhere.

    The achievement's image decides; those of issuer and award are looked at where their bytes are at hand.
    """
    others = (picture_in(subject, part) for part in (subject.issuer, subject.award))
    found = [_safety(picture) for picture in (subject.picture, *others) if _is_svg(picture)]
    bad = [one for one in found if one is not PASSES]
    if bad:
        return min(bad, key=lambda one: _WORST.index(one.outcome.value))
    picture = subject.picture
    if picture.content is None and picture.form in {None, "svg"} and picture.lack in _UNOBTAINED:
        return not_checked(picture.pointer, shown(picture.address))
    return PASSES if found else NOT_APPLICABLE


def baked_image_carries_this_badge(subject: Subject) -> Found:
    """Whatever image of the badge carries a credential carries this very one."""
    judged = [_carries_this(subject, picture) for picture in _pictures(subject)]
    wrong = next((one for one in judged if one is not NOT_APPLICABLE and one is not PASSES), None)
    if wrong is not None:
        return wrong
    baked = subject.report is not None and subject.report.carrier in {"png", "svg"}
    return PASSES if baked or PASSES in judged else NOT_APPLICABLE


def accessibility_is_declared(subject: Subject) -> Found:
    """Accessibility features are declared in the words of the official extension."""
    achievement = subject.achievement
    extension = achievement.object("extensions:Accessibility")
    whole = extension if subject.version == "2.0" or extension else achievement.data
    declared = [(name, value) for name in _LISTED for value in texts(whole.get(name))]
    way = ("extensions:Accessibility",) if whole is extension else ()
    if not declared:
        return fails(achievement.pointer(*way, "accessibilityFeature"))
    for name, value in declared:
        if value not in _LISTED[name]:
            return fails(achievement.pointer(*way, name), value, case="unlisted")
    return PASSES


_WORST = ("fail", "partial", "not-checked")


def _fair_size(picture: Picture, shorter: float, longer: float, terms: Terms) -> Found:
    weight = len(picture.content or b"")
    if weight > terms.image_bytes_most:
        return partly(picture.pointer, f"{weight} bytes", case="heavy")
    fair = picture.form == "svg" or terms.image_smallest <= shorter <= longer <= terms.image_largest
    return PASSES if fair else partly(picture.pointer, f"{shorter:g}x{longer:g}", case="pixels")


def _is_svg(picture: Picture) -> bool:
    return picture.content is not None and picture.form == "svg"


def _safety(picture: Picture) -> Found:
    drawing = picture.drawing
    if drawing.refused == "large":
        return not_checked(picture.pointer, case="large")
    if drawing.refused:
        return fails(picture.pointer, case=drawing.refused)
    if drawing.active:
        return fails(picture.pointer, shown(drawing.active))
    if drawing.external:
        return fails(picture.pointer, shown(drawing.external), case="external")
    return partly(picture.pointer, shown(drawing.font)) if drawing.font else PASSES


def _pictures(subject: Subject) -> tuple[Picture, Picture]:
    return picture_in(subject, subject.award), subject.picture


def _carries_this(subject: Subject, picture: Picture) -> Found:
    content, why = credential_in(picture)
    if why == "none":
        return NOT_APPLICABLE
    if why == "large":
        return not_checked(picture.pointer)
    if why:
        return fails(picture.pointer, case=why)
    return PASSES if _is_this(subject.badge, content.strip(), subject) else fails(picture.pointer)


def _is_this(badge: Part, content: str, subject: Subject) -> bool:
    """Tell whether a text is this badge: its address, or a document with its id and its recipient."""
    own = badge.text("id")
    if is_web(content):
        return content == own
    try:
        data = carried.document_in(content, limits=subject.limits)
    except QualityBadgeError:
        return False
    if not isinstance(data, dict):
        return False
    inner = data.get("vc")
    whole: dict[str, Any] = inner if isinstance(inner, dict) else data
    if own and own not in (whole.get("id"), data.get("jti")):
        return False
    name = "recipient" if subject.version == "2.0" else "credentialSubject"
    named = bool(own) or name in whole
    return named and bool(whole.get(name) == badge.data.get(name))


JUDGES: dict[str, Judge] = {
    "QL-IMG-01": image_is_there,
    "QL-IMG-02": image_is_png_or_svg,
    "QL-IMG-03": image_is_square_and_of_fair_size,
    "QL-IMG-04": image_has_text_alternative,
    "QL-IMG-05": image_travels_or_is_https,
    "QL-IMG-06": svg_is_safe,
    "QL-IMG-07": baked_image_carries_this_badge,
    "QL-IMG-08": accessibility_is_declared,
}
