# One message per refusal code: its key is `refusal-` and the code.
# The parameters are those of the refusal; `reason` is an English line from deep inside.

## What somebody wants to do; other messages say it in the middle of a sentence.

refusal-action = { $action ->
    [create-project] create the project
    [publish] upload to the project
    [yank] yank releases of the project
    [unyank] unyank releases of the project
    [archive] archive the project
    [unarchive] unarchive the project
    [delete-project] delete the project
    [delete-release] delete releases of the project
    [delete-file] delete files of the project
    [create-token] create API tokens
    [revoke-token] revoke API tokens
    [manage-roles] manage the roles of the project
    [read-events] read the audit log of the project
    [read-account] read what is known about an account
    [manage-addresses] manage e-mail addresses
    [change-password] change a password
    [manage-factors] manage second factors
    [delete-account] delete an account
    [quarantine] quarantine the project
    [set-limits] set the limits of the project
    [manage-names] prohibit or release names
    [invite] invite people
    [manage-accounts] manage the accounts of others
    [read-admin] read the pages of operators
    [manage-mandates] schedule mandates
    [manage-critical] designate critical projects
    [manage-giveaway] give security keys away
    [judge-recovery] judge account recoveries
    [manage-switches] turn functions of the site on and off
    [require-factor] require a second factor for the project
   *[other] do this
}

## Permission

refusal-account-not-active = The account may not act: `{ $username }`. The operator of this index can say why.
refusal-token-revoked = The API token was revoked. Create a new one.
refusal-token-caveat = The API token does not hold for this: { $reason }
refusal-not-by-token = An API token cannot { refusal-action }. An owner does it on the site, or an operator by command.
refusal-no-role = The user `{ $username }` isn’t allowed to { refusal-action }: `{ $project }`. Ask one of its owners for a role.
refusal-project-archived = The project is archived and takes no change: `{ $project }`. An owner can unarchive it.
refusal-project-quarantined = The project is quarantined and takes no change: `{ $project }`. Its reviewers decide about it.
refusal-unverified-address = The user has no verified primary e-mail address: `{ $username }`. Verify it on the account page, then try again.
refusal-second-factor-required = Two-factor authentication is required to { refusal-action } since { $since } (mandate `{ $cohort }`, strength `{ $strength }`). { $remedy ->
    [enrol-key] The user `{ $username }` must add a security key or a passkey on the account page.
    [step-up] The user `{ $username }` must show the second factor in this session.
    [step-up-by-key] The user `{ $username }` must show the security key or the passkey in this session.
   *[enrol] The user `{ $username }` must add a second factor on the account page.
} See /help/two-factor/.
refusal-not-by-publisher = A trusted publisher cannot { refusal-action }: `{ $project }`. It publishes to the projects that trust it and does nothing else.

## Mandates

refusal-mandate-no-gates = A mandate closes at least one gate. Choose some.
refusal-mandate-gate-twice = The gate is named twice: `{ $gate }`
refusal-mandate-enforce-before-announce = The gate would close before it is announced: `{ $gate }`. Enforce it at { $announce } or later.
refusal-mandate-enforce-in-past = The deadline of the gate `{ $gate }` lies in the past: `{ $at }`. Write `now` to enforce it at once.
refusal-mandate-deadline-earlier = People were told of { $was } for the gate `{ $gate }`, and { $becomes } leaves them fewer than 14 days. Choose a later time, or insist and give a reason.
refusal-mandate-stronger-too-soon = The gate `{ $gate }` would ask for a stronger factor within 14 days. Schedule a second mandate with a later deadline, or insist and give a reason.
refusal-mandate-reminders = Reminders are at most 10 numbers of days from 1 to 365 before the deadline: `{ $days }`
refusal-mandate-contradicts = Another mandate of this cohort closes the gate `{ $gate }` already: `{ $mandate }`. Edit it or end it, or plan a stronger factor for a later time.
refusal-mandate-unknown = No mandate has this id: `{ $id }`. The page of the mandates lists them.
refusal-mandate-ended = The mandate has ended and changes no more: `{ $id }`. Schedule another.
refusal-mandate-no-such-user = No active account has this user name: `{ $username }`. Nothing was changed.
refusal-mandate-no-such-project = No project has this name: `{ $project }`. Nothing was changed.
refusal-mandate-nobody-named = A mandate for selected people names at least one user or project.
refusal-mandate-names-without-selection = Only a mandate for selected people names users and projects; this one is `{ $cohort }`.
refusal-mandate-too-many-names = The list names more than { $most } users or projects. Use another cohort.
refusal-mandate-reason-missing = A reason is missing. People ask why, and the history keeps the answer.
refusal-mandate-reason-too-long = The reason is longer than { $most } characters.
refusal-mandate-instant = The instant cannot be read: `{ $text }`. Write `2027-01-01T00:00:00Z`, `2027-01-01` or `now`.
refusal-own-factor-too-weak = Your account does not have what you would require of others: a factor of the strength `{ $strength }`. Add one first.

## Accounts

refusal-account-not-operator = Accounts are made by an operator, on the command line
refusal-username-length = The user name is too short or too long: `{ $username }`, with a length of { $length }. Use 2 to 50 characters.
refusal-username-characters = The user name holds a character that is not allowed: `{ $username }`. Use ASCII letters, digits, `.`, `_` and `-`, with a letter or digit at both ends.
refusal-username-taken = The user name is taken, or was by an account that is deleted: `{ $username }`. Choose another.
refusal-address-invalid = This is not an e-mail address. Write it as `name@people.example`.
refusal-address-taken = An account has this e-mail address already: `{ $address }`. Use another.
refusal-password-short = The password is too short: its length is { $length }. Use at least { $least } characters.
refusal-password-long = The password is too long: { $length } bytes. Use at most { $most }.
refusal-password-nul = The password holds a NUL character. Leave it out.
refusal-password-weak = The password is easy to guess: { $hint ->
    [keyboard-pattern] it is a pattern of neighbouring keys
    [repeat] it repeats itself
    [sequence] it is a sequence such as `abc` or `6543`
    [common-password] it is a common password
    [similar-to-common-password] it resembles a common password
    [recent-year] it is made of a recent year
    [date] it is made of a date
    [single-word] it is a single word
    [name] it is made of names
    [known-about-you] it holds your name or address
   *[other] it has too few unforeseeable parts
}. Add another word or two, uncommon ones.
refusal-password-compromised = The password is known from a leak of another site. Choose another, and change it wherever you use it.
refusal-passwords-busy = Too many passwords are being checked right now. Try again in { $seconds } seconds.
refusal-too-many-attempts = Too many attempts. Try again in { $seconds } seconds.
refusal-password-missing = The first operator needs a password

## The setup link

refusal-setup-link-not-open = The setup link was used, has expired or is none. Make a new one with `fromagerie setup-link`.
refusal-setup-operator-exists = The index has an operator already. Ask them for an account.

## API tokens

refusal-token-unreadable = The API token cannot be read: { $reason }
refusal-token-unknown = This index has no such API token. Create one here.
refusal-token-elsewhere = This index has no such API token: the one that was sent is for `{ $host }`. Create one here.
refusal-token-caveat-unknown = A caveat of the API token is not understood: `{ $caveat }`. Create the token again without it.
refusal-token-no-account = No account has this user name: `{ $username }`. The command `fromagerie user list` shows them.
refusal-token-account-not-active = The account is { $state ->
    [frozen] frozen
    [disabled] disabled
    [deleted] deleted
   *[other] not active
}: `{ $username }`. Only an active account gets API tokens.
refusal-token-name = The name of an API token has 1 to { $most } characters, none of them a control character
refusal-token-name-taken = The account has an API token of this name already: `{ $name }`. Choose another or revoke that one.
refusal-token-no-project = No project has this name: `{ $project }`. An API token for one project is made after its first upload.
refusal-token-not-own = API tokens are made by the person who uses them. An operator makes them for others by command.
refusal-token-no-role = You have no role on the project: `{ $project }`. An API token for it would open nothing.
refusal-tokens-not-signed-in = API tokens are listed for their owner, who is signed in on the site
refusal-token-expiry = An API token expires after at least one second and at most 100 years
refusal-revoke-not-by-token = An API token cannot revoke tokens. Its owner does it on the site, or an operator by command.
refusal-revoke-no-token = No API token has this id: `{ $id }`. The command `fromagerie token list` shows them.
refusal-revoke-already = The API token was revoked before: `{ $id }`

## Publishing

refusal-protocol-version = Unknown protocol version: `{ $version }`. This index speaks version `1`.
refusal-upload-field = The form field is not valid: `{ $field }`. The reason: { $reason }
refusal-core-metadata = The core metadata is not valid. The reason: { $reason }
refusal-no-file = The upload has no file. Send it as the form field `content`.
refusal-filename = The file name is not valid. The reason: { $reason }
refusal-file-too-large = The file is too large: the limit is { $amount } { $unit ->
    [GB] GB
    [MB] MB
   *[bytes] bytes
}. Ask the operator of this index to raise it, see /help/file-size-limit/.
refusal-project-too-large = The project would be too large: the limit of `{ $project }` is { $amount } { $unit ->
    [GB] GB
    [MB] MB
   *[bytes] bytes
}. Delete old files, or ask the operator of this index to raise it, see /help/project-size-limit/.
refusal-digest-mismatch = The digest supplied does not match the file: `{ $algorithm }` of what arrived is `{ $computed }`, not `{ $claimed }`. Upload it again.
refusal-file-exists = File already exists: `{ $filename }`. Give whatever has changed a new version.
refusal-contents-exist = The contents of the file are here already, under another name: `{ $existing }`. Nothing needs to be published again.
refusal-filename-used = The file name was used by a file that is deleted: `{ $filename }`. Publish a new version, see /help/file-name-reuse/.
refusal-second-sdist = A release has only one sdist, and this one has it: `{ $existing }`. Publish a new version.
refusal-release-closed = The release is closed for new files: `{ $version }`. It is older than the { $days } days during which it took some; publish a new version.
refusal-archive = The distribution file is not valid. The reason: { $reason }
refusal-metadata-contradiction = The form and the core metadata in the file contradict each other. The reason: { $reason }
refusal-license-file-missing = A licence file that the core metadata declares is not in the distribution file: `{ $path }`. Build it again with the file.

## Names of projects

refusal-too-many-projects = Too many new projects: the limit is { $limit } an hour. Wait a little.
refusal-name-standard-library = The name isn’t allowed: `{ $name }`. It is a module of Python’s standard library, see /help/project-name/.
refusal-name-prohibited = The name isn’t allowed: `{ $name }`. The reason: { $reason }
refusal-name-confusable = The name is too similar to an existing project: `{ $name }` and `{ $existing }`. Choose another, see /help/project-name/.
refusal-name-retired = The name belonged to a project that is deleted: `{ $name }` (as `{ $retired }`). Only its former owners can take it again, or an operator releases it.

## Changing projects

refusal-no-such-project = No such project: `{ $project }`. The command `fromagerie project list` shows all.
refusal-no-such-release = No such release of `{ $project }`: `{ $version }`. The command `fromagerie project show { $project }` shows all.
refusal-no-such-file = No such file of `{ $project }`: `{ $filename }`. The command `fromagerie project show { $project }` shows all.
refusal-reason-too-long = The reason is too long: { $length } characters. Use at most { $most }.
refusal-reason-control = The reason holds a control character. Write it on one line.
refusal-wrong-status = The project is { $status ->
    [active] active
    [archived] archived
    [quarantined] quarantined
    [deprecated] deprecated
   *[other] in another state
}, and cannot be { $wanted ->
    [archived] archived
    [unarchived] unarchived
   *[other] changed
} from there: `{ $project }`
refusal-name-is-free = The name is neither prohibited nor that of a deleted project: `{ $name }`
refusal-limit-too-small = A limit must be at least one byte: `{ $limit }`

## Signing in, sessions and devices

refusal-session-ended = The session has ended. Sign in again.
refusal-sign-in-wrong = The user name or the password is wrong
refusal-sign-in-frozen = The account is frozen: `{ $username }`. The operator of this index can say why.
refusal-sign-in-disabled = The account is disabled: `{ $username }`. The operator of this index can say why.
refusal-sign-in-compromised = The password is known from a leak of another site and signs nobody in any more. A mail with a link to choose a new one was sent.
refusal-sign-in-reset = The password signs nobody in until it is reset. Ask for a link to choose a new one.
refusal-sign-in-over = The sign-in took too long, was finished or was given up. Sign in again.
refusal-device-code-wrong = The code is wrong; attempts left: { $left }
refusal-device-link-not-open = The link was used, has expired or is none. Sign in again.
refusal-device-link-elsewhere = The link works only in the browser that signs in. Type the code of the mail there.
refusal-device-not-confirmed = The sign-in on this device is not confirmed yet. Follow the link of the mail or type its code.
refusal-step-up-required = Confirm first that it is you, with a second factor or, without one, with the password
refusal-step-up-password-wrong = The password is wrong
refusal-step-up-factor-needed = The account has a second factor. Confirm with that, not with the password.
refusal-session-not-signed-in = Sessions and devices are managed by their owner, who is signed in on the site
refusal-session-unknown = The account has no session of this id: `{ $id }`. Reload the page.
refusal-device-unknown = The account has no device of this id: `{ $id }`. Reload the page.
refusal-account-unknown = No account has this user name: `{ $username }`
refusal-account-frozen-already = The account is frozen already: `{ $username }`
refusal-account-not-frozen = The account is not frozen: `{ $username }`
refusal-device-nothing-waits = No sign-in of the account waits for a device: `{ $username }`. Its owner signs in first, then you confirm.
refusal-csrf = The form was not sent from this site, or its session has ended. Go back, reload the page and send it again.
refusal-not-signed-in = Sign in to open this page

## Second factors

refusal-factor-not-signed-in = Second factors and recovery codes are managed by their owner, who is signed in on the site
refusal-factor-name = The name of a second factor has 1 to { $most } characters on one line
refusal-factor-name-taken = The account has a second factor of this name already: `{ $name }`. Choose another.
refusal-factor-too-many = The account has { $most } second factors, which is the limit. Remove one first.
refusal-factor-unknown = The account has no such second factor. Reload the page.
refusal-factor-last = The last second factor cannot be removed: `{ $name }`. Add another first.
refusal-totp-not-begun = The secret of the authenticator was shown too long ago. Begin again.
refusal-totp-code-form = A code of an authenticator has six digits
refusal-totp-code-wrong = The code is wrong. Wait for the next one and type that.
refusal-totp-code-used = The code was used before. Wait for the next one and type that.
refusal-totp-clock-off = The clock of the authenticator is about { $seconds } seconds off. Set it by the network, then try again.
refusal-webauthn-off-address = Security keys and passkeys are off: browsers bind them to a host name, and the address of this index is the IP address `{ $address }`. A code of an authenticator works everywhere.
refusal-webauthn-off-http = Security keys and passkeys are off: browsers take them only over https or on localhost, and the address of this index is `{ $address }`. A code of an authenticator works everywhere.
refusal-webauthn-no-credential = The account has no security key or passkey that can be used. Choose another method.
refusal-webauthn-over = The browser took too long, or its answer was sent before. Try again.
refusal-webauthn-invalid = The answer of the security key does not hold: { $reason }. Try again.
refusal-webauthn-taken = The security key is enrolled already. Use another.
refusal-webauthn-unknown = The security key is not one of this account, or was removed. Choose another method.
refusal-webauthn-suspended = The security key is suspended, because a copy of it may exist: `{ $name }`. Choose another method.
refusal-recovery-code-form = A recovery code has 16 digits and letters from `a` to `f`
refusal-recovery-code-wrong = The recovery code is wrong. Type one of the newest set.
refusal-recovery-code-used = The recovery code was used before. Each is good once: type another.
refusal-reset-factors-not-operator = Second factors are reset by an operator, on the command line
refusal-reset-factors-no-account = No account has this user name: `{ $username }`. The command `fromagerie user list` shows all.

## Registration, addresses, deletion

refusal-account-not-owner = Accounts are changed by their owner, signed in
refusal-deletion-other-project = This is not the name of the project. Type it as it stands above.
refusal-invitation-not-open = This invitation is not open any more; it was used or cancelled, or its time is over
refusal-registration-not-chosen = Who may register is not chosen; choose one of the ways
refusal-link-not-open = The link was used, has expired or is none. Ask for a new one.
refusal-registration-closed = Registration is closed. Ask an operator of this index for an account.
refusal-registration-invitation-only = Registration is by invitation. Ask an operator of this index for one.
refusal-registration-other-domain = Registration is open to some domains only, not to `{ $domain }`. Ask an operator of this index for an invitation.
refusal-mail-domain-invalid = Not a domain of e-mail addresses: `{ $domain }`
refusal-registration-no-domain = Registration by domain needs at least one domain. Name those whose addresses may register.
refusal-username-unavailable = The user name is not free: `{ $username }`. Choose another.
refusal-address-domain = Addresses of this domain are not taken: `{ $domain }`. Use another address.
refusal-address-in-use = The address has an account already. Sign in to it, or reset its password.
refusal-address-yours = The address is yours already: `{ $address }`
refusal-address-unknown = The account has no such address: `{ $address }`. Reload the page.
refusal-address-primary = The primary address cannot be taken away: `{ $address }`. Make another one primary first.
refusal-address-not-verified = The address is not verified: `{ $address }`. Verify it first.
refusal-address-too-many = The account has { $most } addresses, which is the limit. Take one away first.
refusal-prohibit-bad-name = The list holds something that can be no user name: `{ $name }`. Take it out.
refusal-prohibit-empty = The list of names is empty
refusal-prohibit-too-many = The list holds { $count } names. Give at most { $most } at once.
refusal-prohibit-not-prohibited = This is not prohibited: `{ $name }`
refusal-reset-factor-missing = The account has a second factor. Show it, or a recovery code, to set a new password.
refusal-password-current-wrong = The current password is not right
refusal-set-password-not-operator = Passwords of others are set by an operator, on the command line
refusal-set-password-no-account = No account has this user name: `{ $username }`. The command `fromagerie user list` shows all.
refusal-deletion-sole-owner = You are the only owner of these projects: `{ $projects }`. Make somebody else an owner, or delete them first.
refusal-deletion-last-operator = You are the only operator of this index. Make another one first.
refusal-deletion-scheduled = The account is to be deleted already. The mail about it has the link that takes it back.
refusal-deletion-not-scheduled = The account is not to be deleted
refusal-passwords-differ = The two new passwords differ. Type the same one twice.
refusal-token-no-project-chosen = No project is chosen. Choose at least one, or the whole account.
refusal-deletion-other-username = This is not your user name. Type it as it stands above.

## The edge

refusal-not-found = There is nothing at this address
refusal-method-not-allowed = This address does not take the method of the request
refusal-compressed-body = Compressed request bodies are refused. Send the upload without `Content-Encoding`.
refusal-invalid-authentication = The upload carries no API token that can be read. Send one as the password, with the user name `__token__`.
refusal-pre-registration = Projects are no longer registered beforehand. Upload the files instead.
refusal-doc-upload = Documentation is no longer uploaded here. Publish it elsewhere and link to it.
refusal-upload-action = This address takes uploads only. Send `:action` with the value `file_upload`.
refusal-not-multipart = An upload is a `multipart/form-data` body with a boundary. Send it with a publishing tool such as twine or uv.
refusal-upload-form = The form of the upload was cut short, garbled or too large. Upload it again.
refusal-quarantined = The file is quarantined. Reviewers decide about it.
refusal-form-unreadable = The form did not arrive whole. Go back, reload the page and fill it in again.
refusal-upload-moved = Uploads have moved: send them to the upload address of this index

## Leaked API tokens

refusal-leak-half-signed = The report names a key but has no signature, or has a signature but names no key: `{ $scanner }`
refusal-leak-key-unknown = The scanner lists no current key of this id: `{ $scanner }`. Sign with a current key.
refusal-leak-signature-wrong = The signature of the report does not hold: `{ $scanner }`. Sign the body byte for byte.
refusal-leak-keys-unavailable = The key list of the scanner cannot be read now: `{ $scanner }`. Send the report again later.
refusal-leak-report-unreadable = The report is not a list of at most { $most } objects with `token`, `type` and `url`. The reason: { $reason }
refusal-leak-report-compressed = A report is not compressed. Send it as it is, without `Content-Encoding`.
refusal-leak-report-cut = The report did not arrive whole, or it has more than a mebibyte. Send fewer API tokens at once.

## Switches

refusal-no-new-users = New accounts are switched off by the operators of this index: { $reason }. Try again later.
refusal-no-new-projects = New projects are switched off by the operators of this index: { $reason }. Try again later.
refusal-no-new-uploads = Uploads are switched off by the operators of this index: { $reason }. Try again later.
refusal-no-deletions = Deletions are switched off by the operators of this index: { $reason }. Try again later.
refusal-read-only = All changes are switched off by the operators of this index: { $reason }. Try again later.
refusal-switch-no-reason = Type a reason: whoever the switch stops is told it.
refusal-switch-text-too-long = The text is too long: { $length } characters. Use at most { $most }.
refusal-switch-text-control = The text holds a control character. Write it on one line.
refusal-switch-not-on = The switch is not on: `{ $switch }`.
refusal-switch-not-proposed = The switch is not proposed: `{ $switch }`.

## Account recovery

refusal-publish-held = The account `{ $username }` was recovered and cannot { refusal-action } until { $until }, see /help/account-recovery/.
refusal-recovery-ended = The case has ended. Its page says how.
refusal-recovery-still-waiting = The waiting period is not over, and the owner has until then to object. Decide when it is.
refusal-recovery-contact = This is no e-mail address: `{ $address }`. Type one that you read.
refusal-recovery-text = Say in a few words what there is to say, in at most { $most } characters.
refusal-recovery-open-already = A request for this account is looked at already. It has to end before another one begins.
refusal-recovery-quiet = The owner of the account objected not long ago. Ask again after { $until }, or with a verified address of the account.
refusal-recovery-contact-taken = Another account has this e-mail address: `{ $address }`. Begin again with one that no account has.
refusal-recovery-not-here = This account is not recovered here. Ask an operator of the index.
refusal-recovery-repository-url = This is no address of a repository: `{ $url }`. Type one that begins with `https://`.
refusal-recovery-no-co-owner = Nobody of this user name owns a project together with the account: `{ $username }`. Name a co-owner.
refusal-recovery-named-already = This stands in the request already: `{ $statement }`.
refusal-recovery-too-much = A request takes no more than { $most } of a kind.
refusal-recovery-not-asked = Nobody asked this account to vouch.
refusal-recovery-voucher-factor = Vouching takes a session that began with a second factor. Sign in with yours.
refusal-recovery-answered-already = You have answered already. An operator can take it back.
refusal-recovery-no-case = No case has this number. The list of cases shows all.
refusal-recovery-no-evidence = No evidence of the case has this number. Its page shows all.
refusal-recovery-not-signed-in = Cases are judged by operators who are signed in, so that two of them are told apart.
refusal-recovery-is-party = You are a party to this case. Leave it to the other operators.
refusal-recovery-decided-already = You have decided about this case already. Another operator has to agree.
refusal-recovery-nothing-proved = Nothing that the requester showed is proved. Without that nobody is let in.
refusal-recovery-proves-itself = Only a repository is proved by an operator. Addresses and co-owners answer for themselves.

## Access logs

refusal-downloads-counted-here = Downloads are counted by the index itself. Set `downloads.source` to `logs` before logs are imported.
refusal-download-log-unreadable = The log cannot be read: { $path }. The reason: { $reason }
refusal-download-log-no-file = This is no plain file: { $path }
refusal-download-log-empty = The log is empty: { $path }. Leave it out; nothing was counted.
refusal-download-log-unknown-form = The log is written in no known form: { $path }. Name the form, `nginx` or `cdn`.
refusal-download-log-changed = The log became shorter while it was read: { $path }. Import logs that nobody writes to any more.
refusal-download-log-being-read = Another import is reading this log: { $path }. Let it end first.
refusal-giveaway-no-programme = There is no such programme: `{ $programme }`. Open the page of the programmes again.
refusal-giveaway-not-open = The programme is not open yet; come back on { $opens }.
refusal-giveaway-closed = The programme is closed since { $closes }. A later one is announced on this page.
refusal-giveaway-claimed = You have claimed a code of this programme already; it stands on this page.
refusal-giveaway-no-critical-role = You have no role on a critical project; the keys are for the people of critical projects.
refusal-giveaway-has-key = You have a security key or passkey already; the keys are for people who have none.
refusal-giveaway-no-code-left = No code is left in this programme; its operators may add more.
refusal-giveaway-country = The programme sends no keys to this country: `{ $country }`. Choose one from the list.
refusal-giveaway-title = The title is empty or longer than { $most } characters; shorten it.
refusal-giveaway-vendor = The vendor is empty or longer than { $most } characters; shorten it.
refusal-giveaway-vendor-url = This is no address of a web site: `{ $url }`. Write one that begins with `https://`.
refusal-giveaway-times = The programme needs an opening and a closing time in UTC, such as `2026-09-01T00:00`.
refusal-giveaway-window = The programme closes before it opens; put the closing time after the opening time.
refusal-giveaway-country-code = This is no country code of ISO 3166-1: `{ $country }`. Write two letters, such as `FR`.
refusal-giveaway-no-country = No country is named; name at least one that the vendor sends keys to.
refusal-giveaway-keys = One code is good for 1 to { $most } keys; write how many.
refusal-codes-heading = The first line is not the heading `code`: line { $line }. The file has one column of that name.
refusal-codes-columns = There is more than one column: line { $line }. Leave only the column `code`.
refusal-codes-quotes = The quotes do not close: line { $line }. Quote a whole code, and write a quote inside it twice.
refusal-codes-code = A code is empty, too long, or holds spaces or control characters: line { $line }. See what the vendor sent.
refusal-codes-not-text = The file is not UTF-8: line { $line }. Save it as CSV in UTF-8.
refusal-codes-empty = The file holds no codes; it needs the heading `code` and one code on each line below.
refusal-codes-too-many = The file holds more than { $most } codes; import it in parts.

refusal-critical-not-designated = This project is not critical: `{ $project }`.
refusal-critical-is-dependency = The index itself is built on this project: `{ $project }`. Take it out of `critical.dependencies` first.
refusal-critical-reason-missing = The reason is missing. Say why in one line.
refusal-downloads-clock-behind = The clock went back: downloads were summed up to { $last }, and the last complete day is { $yesterday }. Set the clock right, or run `fromagerie critical compute --full` if it is right now.
refusal-downloads-clock-ahead = The clock is { $days } days ahead of the last day that was summed up: { $last }. Set the clock right, or run `fromagerie critical compute --full` if it is right.
refusal-downloads-unsound = The sums of the last 183 days do not hold: bucket { $bucket }. The command `fromagerie critical compute --full` makes them anew.
refusal-demo-not-empty = The index holds accounts, projects or downloads already. A synthetic one is made in a fresh data folder, or in an empty database.
refusal-demo-nobody-keeps = There is nobody to keep the projects: 0 accounts. Ask for at least one.
