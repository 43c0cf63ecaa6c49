setup-title = Set up this index
setup-lead = Make the first operator: the account that looks after everybody else’s.
setup-account = Your account
setup-second-factor = Second factor
setup-second-factor-lead = Scan the picture with an authenticator app, then type the code that it shows.
setup-registration = Who may make an account?
setup-public-title = What is published is public
setup-public-text = Whoever can reach this address can read every project on it.
setup-submit = Create the operator

field-username = User name
field-email = E-mail address
field-password = Password
field-password-hint = Several words that nobody would put together are better than one word with symbols.
field-domains = Domains of e-mail addresses
field-domains-hint = Only for “Certain domains”: with spaces between them. A subdomain is another domain.
field-code = Code from the authenticator

registration-invite = By invitation
registration-invite-hint = An operator sends a link.
registration-closed = Nobody
registration-closed-hint = Operators make accounts by command.
registration-domains = Certain domains
registration-domains-hint = Whoever can read mail at a domain listed below.
registration-open = Everybody
registration-open-hint = For an index on the open Internet.

form-problems = { $count ->
    [one] One thing needs your attention
   *[other] { $count } things need your attention
}

second-factor-qr = QR code for the authenticator app
second-factor-secret = Without a camera, type this secret into the app:
second-factor-open = Open in the authenticator app on this device

setup-done-title = The index is yours
setup-done-lead = { $user } is now its first operator.
shown-once-title = Shown only once
shown-once-text = Keep what is on this page in a safe place before you leave it.
recovery-codes = Recovery codes
recovery-codes-lead = { $count ->
    [one] This code lets you in once when your second factor is out of reach.
   *[other] Each of these { $count } codes lets you in once when your second factor is out of reach.
}
api-token = API token
api-token-lead = Publishing tools take it as the password.
setup-next = What comes next
setup-next-publish = Publish the first project:
setup-next-backup = Back up the key file. Without it, nobody’s second factor can be read again:
