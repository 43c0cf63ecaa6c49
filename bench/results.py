"""`RESULTS.md`: one section for each bench, which writes its own and leaves the others as they are."""

import pathlib
import re

RESULTS = pathlib.Path(__file__).with_name("RESULTS.md")
SIMPLE = "The simple index beside its peers"
SIGN_IN = "Reading while 200 people sign in"
MANDATE = "Critical projects at full scale"
TITLES = [SIMPLE, SIGN_IN, MANDATE]


def write(title, text):
    """Puts the section of one bench in its place; a line with one `#` begins a section."""
    assert title in TITLES, title
    written = RESULTS.read_text() if RESULTS.exists() else ""
    parts = re.split(r"^# (.+)\n", written, flags=re.MULTILINE)
    sections = dict(zip(parts[1::2], (body.strip("\n") for body in parts[2::2])))
    sections[title] = text.strip("\n")
    RESULTS.write_text("\n".join(f"# {title}\n\n{sections[title]}\n" for title in TITLES if title in sections))
