# The pages on which people manage their account.

manage-menu = Account
manage-overview = Overview
manage-projects = Your projects
crumbs = Where you are
manage-addresses = Addresses
manage-password = Password
manage-two-factor = Second factors
manage-recovery-codes = Recovery codes
manage-sessions = Sessions
manage-tokens = API tokens
manage-events = Audit log
manage-export = Your data
manage-delete = Delete the account
manage-change = Change
manage-look = Show
manage-remove = Remove
manage-rename = Rename
manage-back = Back without changing anything

manage-overview-title = Account
manage-overview-lead = How you sign in, who else could, and what happened.
manage-standing = How the account stands
standing-address = Primary address
standing-none = None
standing-since = Member since
standing-factors = { $count ->
    [0] None
    [one] One
   *[other] { $count }
}
standing-codes = { $count ->
    [0] None left
    [one] One left
   *[other] { $count } left
}
standing-sessions = { $count ->
    [one] Signed in here only
   *[other] Signed in { $count } times
}
standing-tokens = { $count ->
    [0] None
    [one] One
   *[other] { $count }
}

remind-title = What needs you
remind-address = No address of yours is verified. Without one you cannot publish, and a lost password cannot be replaced.
remind-address-way = Verify an address
remind-factor = Nothing but a password protects this account. Whoever gets it is you.
remind-factor-way = Add a second factor
remind-waits = A second factor waits: it counts once you have used up one recovery code to show that you kept them.
remind-waits-way = Use up one code
remind-suspended = A security key is suspended, because a copy of it may exist.
remind-suspended-way = See which one
remind-one = You have one second factor. If it is lost, only the recovery codes are left: add another.
remind-one-way = Add another
remind-no-codes = No recovery codes are left. Lose your second factors, and nobody can let you in.
remind-few-codes = Few recovery codes are left.
remind-codes-way = Go to the recovery codes

done-account-kept = The account stays. Nothing will be deleted.
done-address-asked = A mail is on its way to the address. Follow its link to add it.
done-address-cancelled = The address is not waited for any more.
done-address-primary = The address is your primary one now.
done-address-private = No address is shown on your profile any more.
done-address-public = The address is shown on your profile now.
done-address-removed = The address was removed.
done-code-burned = The code was used up. Your second factors count.
done-device-revoked = The device was forgotten, and its sessions ended.
done-factor-added = The second factor was added.
done-factor-removed = The second factor was removed. All other sessions ended.
done-factor-renamed = The second factor has its new name.
done-password-changed = The password was changed. All other sessions ended.
done-session-ended = The session was ended.
done-sessions-ended = All other sessions were ended, and all other devices forgotten.
done-token-revoked = The token was revoked. It opens nothing any more.

password-lead = A new password ends every other session and forgets every other device.
field-current-password = Current password
field-repeat-password = New password once more
password-submit = Change the password

addresses-lead = Mails about your account go to the primary address; warnings go to every verified one.
addresses-yours = Your addresses
addresses-none = The account has no address yet.
addresses-waiting = Waiting for you
addresses-waiting-lead = We sent a mail to these. Its link adds the address.
address-primary = Primary
address-verified = Verified
address-unverified = Not verified
address-public = On your profile
address-verify = Send the mail again
address-make-primary = Make it the primary one
address-make-private = Take it off the profile
address-make-public = Show it on the profile
address-link-until = The link works until
address-resend = Send it again
address-cancel = Never mind
address-add = Add an address
address-add-hint = We send a link there; the address is yours once you follow it.
address-add-submit = Send the link

factors-lead = A second factor stands beside the password: whoever has one of the two is not let in.
factors-order-title = Recovery codes come first
factors-order-make = A second factor counts once you have recovery codes and have used up one of them. You can add factors before, but they wait.
factors-order-burn = You have recovery codes. Use up one of them to show that you kept them; until then a second factor waits.
factors-yours = Your second factors
factors-none = You have no second factor. Two are best: if one is lost, the other lets you in.
factors-add = Add a second factor
factor-suspended = Suspended
factor-suspended-why = It counted backwards, as a copy would. Remove it and add another.
factor-waiting = Waits for a recovery code
passkey = Passkey
passkey-add = Add a passkey
passkey-what = On this device, a phone or a key: signs you in without a password. Nobody can phish it.
security-key-add = Add a security key
security-key-what = A key that you plug in or hold near, beside your password. Nobody can phish it.
totp-add = Add an authenticator
totp-what = An app such as FreeOTP+ or KeePassXC that shows a code of six digits.
keys-off = Security keys and passkeys need https or localhost, and a host name instead of an IP address.
field-factor-name = Name
field-authenticator-name-hint = So that you know it again, such as the phone it is on.
field-key-name-hint = So that you know it again, such as its colour or where you keep it.
totp-add-submit = Add the authenticator
key-add-submit = Use the key now
key-cancelled = The browser gave up, or you did. Try again.
key-taken = This key is added already. Use another.
key-not-here = This browser has no security keys or passkeys. Use another one, or add an authenticator.
factor-rename = Rename the second factor

row-added = Added
row-last-used = Last used
row-never-used = Never used
row-last-seen = Last seen

codes-lead = Each code lets you in once when your second factors are out of reach. Keep them where nobody else looks.
codes-none = You have no recovery codes.
codes-make = Make eight codes
codes-left = { $count ->
    [one] One code is left
   *[other] { $count } codes are left
}
codes-few = Few recovery codes are left
codes-few-lead = Make new ones before the last is spent. A lost second factor locks you out without them.
codes-burn = Use up one code
codes-burn-lead = Type one of them. It is then spent, and shows that you kept them: your second factors count from then on.
codes-burn-again = Check that you still have them
codes-burn-again-lead = Type one of them. It is then spent.
codes-burn-submit = Use it up
codes-replace = Make new codes
codes-replace-lead = Eight new ones; the old ones end. Do it when few are left or somebody may have seen them.
codes-replace-way = Make new codes
codes-new-title = Your recovery codes
codes-download = Download
codes-print = Print
codes-new-next = Have you kept them? Then use up one of them next, so that your second factors count.
codes-new-kept = I have kept them

sessions-lead = Where you are signed in. End whatever you do not know, then change your password.
sessions-yours = Sessions
sessions-none = You are signed in nowhere.
sessions-end-all = Sign out everywhere else
session-current = This one
session-end = End it
session-since = Since
device-unnamed = A program without a name
devices-yours = Known devices
devices-lead = From these you sign in without answering a mail. A remembered one needs no second factor for 30 days.
devices-none = The account knows no device yet.
device-remembered = Remembered until
device-revoke = Forget it
method-password = Password
method-totp = Password and authenticator
method-security-key = Password and security key
method-passkey = Passkey
method-recovery-code = Password and recovery code
method-remembered-device = Password on a remembered device
method-setup = First setup

tokens-lead = Tools publish with a token instead of your password. Give each machine its own.
tokens-yours = Your tokens
tokens-none = You have no API tokens.
token-expired = Expired
token-whole-account = Whole account
token-whole-account-hint = Every project of yours, and new ones. Whoever has the token can publish to all of them.
token-some-projects = Only these projects
token-no-projects = A token for one project can be made after its first upload.
token-expires = Expires
token-never-expires = Never expires
token-revoke = Revoke
token-make = Make a token
field-token-name = Name
field-token-name-hint = Where it is used, such as the machine or the pipeline.
field-token-scope = What may it publish to?
field-token-days = When does it expire?
token-days = In { $count } days
token-never = Never
token-make-submit = Make the token
token-new-title = Your new token
token-use = Publish with it
token-use-lead = Publishing tools ask for a password, or take a token: give them this. The user name is always __token__.
token-new-kept = I have kept it

events-lead = What happened to your account, newest first. Networks and browsers are forgotten after a year.
events-none = Nothing has happened yet.
events-pages = Pages of the list
events-page = Page { $page } of { $pages }
events-newer = Newer
events-older = Older
event-not-own = Not by you
event-by = By { $user }
event-by-index = By an operator, or by the index itself
event-unknown = Something else happened

export-lead = Everything that this index knows about your account, as one JSON file.
export-without = Secrets are left out: passwords, keys, tokens and codes are stored so that nobody can read them.
export-submit = Download

delete-lead = Your projects stay, and so does what others have installed; your account goes.
delete-scheduled = This account is about to be deleted
delete-scheduled-until = It works as before until then, and can be kept:
delete-undo = For 7 days nothing happens: the account works as before, and a link in a mail to your addresses takes the deletion back.
delete-after = After that: addresses, factors, sessions, tokens and your log are gone for good.
delete-stays = Your user name stays taken for ever, so that nobody can pass for you.
delete-export-first = Download your data first
delete-projects-first = Look after your projects first
field-delete-username = To confirm, type your user name: { $user }
delete-submit = Delete the account
undo-title = Keep this account?
undo-lead = The account { $user } is about to be deleted. It can be kept until
undo-submit = Keep the account
undo-done-title = The account stays
undo-done-lead = The account { $user } is as it was.

confirm-title = Are you sure?
confirm-address = Remove this address?
confirm-address-text = It receives no mail about your account any more, and cannot replace a lost password.
confirm-factor = Remove this second factor?
confirm-factor-text = It does not let you in any more. All other sessions end, and other devices are forgotten.
confirm-codes = Make new recovery codes?
confirm-codes-text = The codes that you have end at once.
confirm-codes-submit = Make new codes
confirm-session = End this session?
confirm-session-text = Whoever uses it has to sign in again.
confirm-sessions = Sign out everywhere else?
confirm-sessions-text = Every other session ends, and every other device is forgotten. You stay signed in here.
confirm-device = Forget this device?
confirm-device-text = Its sessions end. The next sign-in there needs a mail or a second factor.
confirm-token = Revoke this token?
confirm-token-text = Whatever publishes with it stops working at once. A revoked token never comes back.
