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
    [quarantine] quarantine the project
    [set-limits] set the limits of the project
    [manage-names] prohibit or release names
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
refusal-second-factor-required = Two-factor authentication is required to { refusal-action } (mandate `{ $cohort }`, strength `{ $strength }`). The user `{ $username }` must add a second factor on the account page, see /help/two-factor/.

## Accounts

refusal-account-not-operator = Accounts are made by an operator, on the command line
refusal-username-length = The user name is too short or too long: `{ $username }`, with a length of { $length }. Use 2 to 50 characters.
refusal-username-characters = The user name holds a character that is not allowed: `{ $username }`. Use ASCII letters, digits, `.`, `_` and `-`, with a letter or digit at both ends.
refusal-username-taken = The user name is taken, or was by an account that is deleted: `{ $username }`. Choose another.
refusal-address-invalid = This is not an e-mail address. Write it as `name@people.example`.
refusal-address-taken = An account has this e-mail address already: `{ $address }`. Use another.
refusal-password-short = The password is too short: its length is { $length }. Use at least { $least } characters.
refusal-password-long = The password is too long: { $length } bytes. Use at most { $most }.
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
