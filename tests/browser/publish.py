"""Publishes a small wheel with twine, as the clients' checks do it: `publish.py URL PROJECT VERSION`."""

import os
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "clients"))

from kit import distributions, venvs


def main(url, project, version):
    """Builds, publishes and ends with the tool's own status."""
    description = "# Browser\n\nA project for people to look at, with *emphasis* and `code`.\n"
    extra = [
        "Summary: A project for people to look at",
        "Author-email: Ada Example <ada@index.example>",
        "License: MIT",
        "Keywords: cheese,browser",
        "Requires-Python: >=3.9",
        "Classifier: Programming Language :: Python :: 3",
        "Requires-Dist: sampleproject>=1; extra == 'more'",
        "Provides-Extra: more",
        "Project-URL: Documentation, https://docs.index.example/",
        "Description-Content-Type: text/markdown",
    ]
    made = distributions.wheel(project, version, description=description, extra=extra)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / made.filename
        path.write_bytes(made.content)
        # By the environment: words of a command can be read by everybody on the machine.
        login = {"TWINE_USERNAME": "__token__", "TWINE_PASSWORD": os.environ["FROMAGERIE_TOKEN"]}
        twine = [venvs.venv("twine") / "twine", "upload", "--non-interactive", "--disable-progress-bar", "--verbose"]
        words = [*twine, "--repository-url", f"{url}/legacy/", path]
        status, output = venvs.attempt(words, venvs.clean_environment(folder, **login), folder, 120)
        print(output)
        return status


sys.exit(main(*sys.argv[1:4]))
