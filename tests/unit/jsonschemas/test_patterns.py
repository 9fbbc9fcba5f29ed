import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualitybadge.errors import InputError, UndeterminedError, UnsupportedError
from qualitybadge.jsonschemas import patterns


def found(pattern, text):
    return patterns.compiled(pattern).found_in(text, lambda _steps: None)


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        ("", ["", "x"], []),
        ("abc", ["abc", "xabcx"], ["ab", "acb"]),
        ("^abc$", ["abc"], ["xabc", "abcx", "abc\n"]),
        ("a|bc|", ["a", "bc", "zzz"], []),
        ("^(a|bc)$", ["a", "bc"], ["b", "abc"]),
        ("^a*$", ["", "aaa"], ["b"]),
        ("^a+?$", ["a", "aaa"], [""]),
        ("^a?b$", ["b", "ab"], ["aab"]),
        ("^a{2}$", ["aa"], ["a", "aaa"]),
        ("^a{2,}$", ["aa", "aaaa"], ["a"]),
        ("^a{1,2}$", ["a", "aa"], ["", "aaa"]),
        ("^(?:ab)+$", ["abab"], ["aba"]),
        ("^(?<year>[0-9]{4})$", ["2026"], ["202"]),
        ("^(a*)*$", ["", "aaaa"], ["ab"]),
        ("^.$", ["x", "é", "😀"], ["\n", "\r", "\u2028", ""]),
        ("^[a-c_-]+$", ["abc_-"], ["d"]),
        ("^[^a-c]$", ["d", "\n"], ["a"]),
        ("^[^]$", ["a", "\n"], [""]),
        ("[]", [], ["", "a"]),
        ("^[\\]\\\\]$", ["]", "\\"], ["["]),
        ("^[\\w-z]$", ["q", "-"], ["!"]),
        ("^[a-\\d]$", ["a", "-", "7"], ["b"]),
        ("^[\\b]$", ["\b"], ["b"]),
        ("^\\d\\D\\w\\W\\s\\S$", ["1x_- y"], ["٣x_- y", "1xé- é"[::-1]]),
        ("^[\\D]$", ["a"], ["5"]),
        ("^\\t\\n\\v\\f\\r\\0$", ["\t\n\v\f\r\0"], ["tnvfr0"]),
        ("^\\x41\\u0042\\u{43}\\cJ$", ["ABC\n"], ["abc\n"]),
        ("^\\ud83d\\ude00$", ["😀"], ["x"]),
        ("^\\ud83d$", [], ["😀"]),
        ("^\\.\\/\\-é?$", ["./-"], ["a/-"]),
        ("^x{$", ["x{"], ["x"]),
        ("^]}$", ["]}"], ["x"]),
        ("(ext:)[a-z|A-Z|0-9|.|-|_]+", ["ext:own.Type_1"], ["own", "ext:!"]),
        ("^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$", ["de-AT", "zh-Hans"], ["english", "de_AT"]),
    ],
)  # fmt: skip
def test_patterns_are_found_as_ecma_262_says(pattern, good, bad):
    assert [text for text in good if not found(pattern, text)] == []
    assert [text for text in bad if found(pattern, text)] == []


@pytest.mark.parametrize(
    "pattern",
    ["(", "(a", ")", "a)", "[a", "[a-", "[", "\\", "*a", "a**", "a{2}{3}", "a{3,2}", "^*", "[z-a]", "\\xz",
     "\\u12", "\\u{110000}", "\\q", "\\c", "\\c1", "[\\"],
)  # fmt: skip
def test_a_text_that_is_no_pattern_is_malformed(pattern):
    with pytest.raises(InputError, match="a pattern with "):
        patterns.compiled(pattern)


@pytest.mark.parametrize(
    "pattern",
    ["(?=a)", "(?!a)", "(?<=a)b", "(?<!a)b", "(?i)a", "(?P<n>a)", "(a)\\1", "\\bword", "\\p{L}", "\\B"],
)
def test_what_cannot_be_matched_in_linear_time_or_is_not_known_is_unsupported(pattern):
    with pytest.raises(UnsupportedError):
        patterns.compiled(pattern)


@pytest.mark.parametrize(
    "pattern",
    ["a" * 1001, "(" * 40 + ")" * 40, "a{999999999}", "((a{60}){60}){60}", "(((){999}){999}){999}"],
)
def test_a_pattern_too_large_to_match_is_a_limit(pattern):
    with pytest.raises(UndeterminedError) as caught:
        patterns.compiled(pattern)
    assert caught.value.code == "LIMIT"


def test_the_work_grows_with_the_text_and_not_faster():
    def work(count):
        spent = []
        assert not patterns.compiled("^(a+)+$").found_in("a" * count + "!", spent.append)
        return sum(spent)

    assert work(2000) < 2.1 * work(1000)


_PART = st.recursive(
    st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "^", "$", "\\d"]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,2}", "{0,}"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(pattern=_PART, text=st.text("ab1", max_size=6))
def test_patterns_agree_with_the_backtracking_matcher(pattern, text):
    assert found(pattern, text) == bool(re.search(pattern, text))
