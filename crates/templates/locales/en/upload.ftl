upload-title = Publish to this index
upload-lead = This address takes files from publishing tools. A browser cannot use it, but it can tell you how.
upload-tools = With a tool
upload-credentials = When asked, the user name is __token__ and the password is an API token, which starts with pypi-.
upload-remember = To remember the address
upload-remember-lead = Tools that read a .pypirc file, like twine, find it there. Keep the token itself in the keyring of your system.
upload-refused = When a file is refused
upload-refused-lead = The tool prints the reason. A file name is used once and for all: whatever has changed gets a new version.
