"""Descriptions made to hang or to overflow a renderer, or to run a script in a reader's browser."""

import time
from html.parser import HTMLParser

from kit import wire
from kit.distributions import wheel

SENTENCE = "The cellar is open on Thursdays"


def nested_lists():
    """Five hundred lists, each within the last."""
    return "\n\n".join("  " * depth + "* item" for depth in range(500))


# Name, content type, text that is hard to render.
HARD = [
    ("rst-lists", "text/x-rst", nested_lists()),
    ("rst-asterisks", "text/x-rst", "*" * 20_000),
    ("rst-quotes", "text/x-rst", ">" * 50_000),
    ("markdown-lists", "text/markdown", nested_lists()),
    ("markdown-asterisks", "text/markdown", "*" * 20_000),
    ("markdown-asterisk-words", "text/markdown", "*a " * 20_000),
    ("markdown-quotes", "text/markdown", ">" * 50_000),
    ("markdown-brackets", "text/markdown", "[" * 50_000),
    ("markdown-tags", "text/markdown", "<div>" * 20_000),
    ("plain-long", "text/plain", "x " * 600_000),
    ("markdown-long", "text/markdown", "word *and* word\n" * 100_000),
]
SCRIPTS = (
    "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n[link](javascript:alert(1))\n\n"
    "<iframe src='https://evil.example'></iframe>\n\n<a href='data:text/html,x'>data</a>\n\n<style>*{display:none}</style>\n"
)


def publish(index, token, name, kind, text):
    """Publishes a wheel with a description; returns the path of its page."""
    description = f"{SENTENCE}.\n\n{text}\n"
    extra = [f"Description-Content-Type: {kind}"]
    answer = wire.upload(index, token, wheel(f"describe-{name}", "1.0", description=description, extra=extra))
    assert answer.status == 200, answer
    return f"/project/describe-{name}/"


def shown(index, path, seconds=60):
    """The project page once it shows the description."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        begun = time.monotonic()
        answer = wire.get(index, path, accept="text/html")
        assert answer.status == 200, answer
        assert time.monotonic() - begun < 5, "the page itself takes long"
        if SENTENCE in answer.text:
            return answer
        time.sleep(0.2)
    raise AssertionError(f"the description does not appear on {path}")


def is_shown_in_some_form(index, path):
    """A hard description is on the page, rendered or plain."""
    shown(index, path)


class Dangers(HTMLParser):
    """What a browser would run or fetch, as it would read the page."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = {name: (value or "").strip().lower() for name, value in attributes}
        if tag in ("iframe", "object", "embed", "base") or (tag in ("script", "style") and "src" not in values):
            self.found.append(tag)
        self.found += [name for name in values if name.startswith("on") or name == "style"]
        self.found += [value for value in values.values() if value.startswith(("javascript:", "data:", "vbscript:"))]
        if tag == "img" and values.get("src", "").startswith(("x", "http")):
            self.found.append(f"img {values['src']}")


def loses_its_scripts(index, token):
    """What would run in a browser is gone from the page, whatever the text is written in."""
    for kind in ("text/markdown", "text/x-rst", "text/plain"):
        name = "scripts-" + kind.split("/")[1].replace("x-", "")
        page = shown(index, publish(index, token, name, kind, SCRIPTS))
        dangers = Dangers(page.text).found
        assert not dangers, f"{kind}: {dangers}"
        policy = page.header("Content-Security-Policy")
        assert policy and "unsafe-inline" not in policy and "unsafe-eval" not in policy, policy
