# Help: what refusals point to, and recipes for tools.

link-help = Help
help-title = Help
help-lead = How to install from this index, how to publish to it, and what to do when it says no.
help-all = All topics of help
help-why = Why it is so
help-ways = What you can do

placeholder-file = FILE.whl
placeholder-address = ADDRESS
placeholder-password = PASSWORD

help-once = one command
help-always = from now on
help-once-per-project = in a project
help-first-time = first time
help-then = then
help-in-pyproject = Or for a whole project, in its pyproject.toml:
help-environment = In continuous integration
help-credentials = When a password is asked

help-installing-title = Installing from this index
help-installing-lead = Every tool that reads a Python package index reads this one. Tell it the address once.
help-extra-index = Prefer this over --extra-index-url: with two indexes, pip takes the higher version from either, and a stranger may have put it there.
help-environment-lead = Two variables reach pip, uv and the tools that call them:
help-credentials-install = This index itself asks for none to read. Where a proxy in front of it does, keep the password out of addresses and files that you share:
help-credentials-host = A .netrc file and a keyring keep one password for the whole host { $host }. If several indexes live there, one token has to serve them all, or each address names its own user.
help-credentials-uv = uv takes them from variables that hold the index’s name, Poetry from its own settings:

help-publishing-title = Publishing to this index
help-publishing-lead = Build a source distribution and a wheel, then send them with the tool that you have.
help-token = First, an API token
help-token-lead = Tools publish with a token and never with your password. On the server, an operator prints one:
help-token-use = Its user name is __token__, the token itself is the password. Give each machine a token of its own, for the projects that it needs.
help-uv-token = Give the token as UV_PUBLISH_TOKEN. To remember the addresses, write them into pyproject.toml:
help-pypirc = To remember the address:
help-keyring = The token belongs into the keyring of your system, where twine looks for it:
help-flit = Flit reads the address from the .pypirc file of twine, above.
help-environment-publish = Keep the token as a secret and hand it over as a variable:

help-file-name-reuse-title = A file name is used once
help-file-name-reuse-lead = A name that a file has had here is never given to another file, not even after the first one was deleted.
help-file-name-reuse-why = Lock files and caches all over the world remember a name with its digest. Were the contents to change, installations would break, and nobody could tell a correction from an attack.
help-file-name-reuse-way-version = Give whatever has changed a new version, build it again and publish that.
help-file-name-reuse-way-post = If only the packaging was wrong, a post-release such as 1.0.post1 says so.
help-file-name-reuse-way-again = Sending the very same file again is always fine: it is answered with success and changes nothing.

help-file-size-limit-title = How large a file may be
help-file-size-limit-lead = On this index, one file may weigh { $limit } MiB unless its project has a limit of its own.
help-file-size-limit-why = Whoever installs a project downloads its files again and again, and a mirror keeps every one of them.
help-file-size-limit-way-look = Look at what is in it: test data, models and debug symbols often travel along by mistake.
help-file-size-limit-way-ask = Ask the operator of this index to raise the limit of the project; say how large the file is and why.

help-project-size-limit-title = How large a project may be
help-project-size-limit-lead = On this index, all files of a project together may weigh { $limit } MiB unless it has a limit of its own.
help-project-size-limit-why = Space is shared. A project that publishes every night can fill it without anybody noticing.
help-project-size-limit-way-delete = Ask for old releases to be deleted that nobody pins. Their file names stay used.
help-project-size-limit-way-ask = Ask the operator of this index to raise the limit of the project.

help-project-name-title = Names of projects
help-project-name-lead = Letters, digits, and . _ - between them. Capitals and the kind of separator make no difference: My.Project and my-project are one name.
help-project-name-why = People type names from memory. A name that looks like another one, or like a part of Python itself, would lead them to the wrong place.
help-project-name-way-library = A module of Python’s standard library is no name for a project.
help-project-name-way-similar = Nor is a name that is easily taken for that of an existing project, as with l and 1 or o and 0.
help-project-name-way-prohibited = The operator of this index may have set a name aside; ask them if it should be yours.
help-project-name-way-retired = The name of a deleted project goes back to its former owners alone, or to whom an operator releases it.

help-two-factor-title = A second factor, and who needs one
help-two-factor-lead = This index may require a second factor of people whose work others install. A rule (a mandate) says of whom, for what, and from when; a notice on every page tells those whom it concerns.
help-two-factor-why = A stolen password must not be enough to change what others install. The strictest rule that concerns you holds; `critical` in a refusal means everybody with a role on a critical project, `managers` everybody with a role on any project, `selected` people and projects that the operators named, `owner-opt-in` everybody on a project whose owners require it.
help-two-factor-way-add = Sign in and add an authenticator app, a security key or a passkey on the page of your second factors: what was closed opens at once.
help-two-factor-way-key = Where the strength is `phishing-resistant`, only a security key or a passkey counts; an authenticator app is not enough.
help-two-factor-way-show = If you have one but did not use it in this session, you are asked to show it.
help-two-factor-way-recovery = Keep the recovery codes where you will find them without your telephone.
help-two-factor-way-token = Tools publish with an API token and ask for no code: for a token counts what its account has, and the same token works again once the account has a factor.
help-two-factor-way-publisher = A trusted publisher has no user and is exempt.
help-two-factor-way-owners = The owners of a project may require a second factor of everybody with a role on it, on the page of the project.
help-two-factor-way-open = Reading, downloading, signing in, changing your password and addresses, revoking tokens and adding a factor are never closed.
help-two-factor-way-operator = An operator can make an account with its second factor, and hand over the secret for the authenticator app.

