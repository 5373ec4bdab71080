"""Input that no form should fall over: what a naive app answers with a 500 or stores silently."""

LONE_SURROGATE = b"\xed\xa0\x80"  # what a broken client sends for half an emoji

TEXTS = {
    "empty": "",
    "blanks": " \t\n ",
    "nul": "a\x00b",
    "only nul": "\x00",
    "emoji family": "👩‍👩‍👧‍👦 😀🏳️‍🌈",
    "right to left": "\u05e9\u05dc\u05d5\u05dd \u202eevil\u202c \u2067x",
    "zalgo": "e" + "\u0301" * 400,
    "replacement": "\ufffd\ufffe\uffff",
    "astral": "\U0001f9e0\U0010ffff",
    "line ends": "a\r\nb\rc\u2028d\u2029e\x85f",
    "controls": "".join(map(chr, range(1, 32))),
    "formula": '=cmd|" /C calc"!A0',
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "jinja": "{{ 7 * 7 }}{% raw %}",
    "sql": "'; DROP TABLE users; --",
    "percent": "%ff%00%0d%0aSet-Cookie: a=b",
    "traversal": "../../../../etc/passwd",
    "megabyte": "a" * 1_000_000,
}
NUMBERS = {
    "nan": "NaN",
    "signalling nan": "sNaN",
    "infinity": "1e999",
    "minus infinity": "-Infinity",
    "two to the 63rd": str(2**63),
    "two to the 31st": str(2**31),
    "four thousand digits": "9" * 4_400,
    "exponent": "1E1000000",
    "negative": "-1",
    "negative zero": "-0",
    "underscore": "1_000",
    "arabic-indic": "٣",
    "roman": "Ⅳ",
    "superscript": "²",
    "hexadecimal": "0x10",
    "octal": "010",
    "true": "true",
    "list": "[1]",
    "object": '{"a": 1}',
    "half": "0.5",
    "many places": "1.0000000000000001",
}
TIMES = {
    "year zero": "0000-01-01T00:00",
    "year one": "0001-01-01T00:00",
    "before 1900": "1899-12-31T23:59",
    "end of time": "9999-12-31T23:59",
    "beyond time": "10000-01-01T00:00",
    "no such day": "2026-02-30T12:00",
    "no leap day": "2025-02-29T12:00",
    "no such hour": "2026-01-01T24:30",
    "leap second": "2016-12-31T23:59:60",
    "gap of spring": "2026-03-29T01:30",
    "fold of autumn": "2026-10-25T01:30",
    "with an offset": "2026-01-01T00:00+14:00",
    "zulu": "2026-01-01T00:00Z",
    "week date": "2026-W01-1",
    "ordinal": "2026-001",
    "a number": "1767225600",
    "arabic digits": "\u0662\u0660\u0662\u0666-\u0660\u0661-\u0660\u0661T00:00",
    "words": "yesterday",
}
SEEDS = {**TEXTS, **NUMBERS, **TIMES}

RAW_BODIES = {
    "half an escape": (b"note=%", "application/x-www-form-urlencoded"),
    "not utf-8": (b"note=%ff%fe&anxiety=%ff", "application/x-www-form-urlencoded"),
    "lone surrogate": (b"note=" + LONE_SURROGATE, "application/x-www-form-urlencoded"),
    "escaped surrogate": (b"note=%ED%A0%80&name=%ED%A0%80", "application/x-www-form-urlencoded"),
    "utf-16": ("note=a".encode("utf-16"), "application/x-www-form-urlencoded; charset=utf-16"),
    "no boundary": (b"--x\r\n", "multipart/form-data"),
    "broken parts": (b"--x\r\nContent-Disposition: form-data", "multipart/form-data; boundary=x"),
    "json": (b'{"anxiety": NaN, "mood": 1e999}', "application/json"),
    "deep json": (b"[" * 100_000, "application/json"),
    "says gzip": (b"\x1f\x8b\x08\x00" + b"\x00" * 40, "application/gzip"),
    "ten thousand fields": (b"a=1&" * 10_000, "application/x-www-form-urlencoded"),
    "nothing": (b"", "application/x-www-form-urlencoded"),
}

PATHS = (
    "/%00",
    "/%ff",
    "/%ED%A0%80",
    "/entries/%00",
    "/entries/not-a-uuid",
    "/entries/00000000-0000-0000-0000-000000000000",
    "/entries/٣",
    "/entries/-1",
    "/entries/9999999999999999999999",
    "/patients/%2e%2e/patients",
    "/static/x/%2e%2e/%2e%2e/diary/config.py",
    "/static/x/../../wsgi.py",
    "/static/%00/css/base.css",
    "/static/x/%00",
    "/learn/%00",
    "/learn/../../etc/passwd",
    "/learn/" + "a" * 5_000,
    "/\\evil.example",
    "/sign-in;a=b",
    "/SIGN-IN",
    "/sign-in/",
)
QUERIES = (
    "?page=abc",
    "?page=-1",
    "?page=99999999999999999999",
    "?from=NaN&to=%00",
    "?before=%ff",
    "?from=0001-01-01&to=9999-12-31",
    "?day=2026-02-30",
    "?next=//evil.example",
    "?next=%00",
    "?next=https:evil.example",
    "?a=" + "b" * 5_000,
    "?[]=1&a[b]=2",
)

# Values of a question, as they stand in an address
ASKED = (
    *("%00", "2026-02-30", "0001-01-01", "9999-12-31", "%ff", "abc", "-1", "NaN", "9" * 20),
    *("//evil.example", "https:evil.example", "b" * 5_000),
)

# Addresses that some browser would take for another site's
ELSEWHERE = (
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https://evil.example/",
    "https://localhost.evil.example/",
    "http://localhost@evil.example/",
    "\t//evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "javascript:evil()",
    "/\r\nSet-Cookie: evil=1",
)

# What a loose reader of JSON falls over, or takes for a form
JSON_BODIES = (
    *(b'{"email": 5}', b'{"email": null}', b'{"email": ["a"]}', b'{"email": {"a": 1}}', b"5"),
    *(b"null", b"true", b'"words"', b'"\\ud800"', b'{"email": "\\ud800"}', b'{"\\ud800": "a"}'),
    *(b"NaN", b'{"email": NaN}', b'{"email": 1e999}', b"[]", b"[[1, 2], [3, 4]]", b"[5]", b"{}"),
    *(b'{"email": "a", "email": "b"}', b"[" * 100_000, b"\xff\xfe{}", LONE_SURROGATE, b""),
)
