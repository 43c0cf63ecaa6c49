"""What a token's owner does to it offline, by the library that others use for it."""

from .venvs import clean_environment, run, venv

EXPIRED = """
import pypitoken, sys
token = pypitoken.Token.load(sys.argv[1])
token.restrict(not_before=1_000_000_000, not_after=1_000_000_001)
print(token.dump())
"""

RESTRICTED = """
import pypitoken, sys, time
token = pypitoken.Token.load(sys.argv[1])
token.restrict(project_names=[sys.argv[2]])
token.restrict(not_before=int(time.time()) - 60, not_after=int(time.time()) + 3600)
print(token.dump())
"""


def pypitoken(script, *arguments):
    """Runs a script in the environment of `pypitoken` and returns its last line."""
    python = venv("pypitoken") / "python"
    return run([python, "-c", script, *arguments], clean_environment("/nonexistent")).strip().splitlines()[-1]


def expired(token):
    """The token with an expiry that has passed."""
    return pypitoken(EXPIRED, token)


def restricted(token, project):
    """The token for one project and one hour."""
    return pypitoken(RESTRICTED, token, project)


def spoiled(token):
    """The token with a wrong signature."""
    place = len(token) - 12
    return token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1:]
