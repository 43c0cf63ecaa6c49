-mail-secure = If it was not you, somebody else can act in your name: open the index by typing its address yourself, change your password, sign out everywhere, look through your second factors and API tokens, and tell an operator.
-mail-ignore = If it was not you, nothing has changed: leave this mail alone.
-mail-tell = If you did not expect this, ask an operator of the index.

mail-account = Account
mail-when = When
mail-network = Network
mail-device = Device
mail-address = Address
mail-factor = Second factor
mail-token = API token
mail-scope = May publish to
mail-scope-account = every project of the account
mail-expires = Expires
mail-never = never
mail-place = Found at
mail-project = Project
mail-version = Version
mail-person = Person
mail-role = Role
mail-by = Done by
mail-operator = an operator of the index
mail-reason = Reason
mail-code-lead = If the page that waits is in another browser, type this code there:
mail-fact = { $label }: { $value }
mail-until = The link works once, until { $until }.
mail-why = This mail was sent by { $site } ({ $host }). Its security notices carry no attachments and never ask for a password.
mail-role-name = { $role ->
    [owner] owner
   *[maintainer] maintainer
}
mail-factor-name = { $method ->
    [totp] authenticator app: { $name }
    [passkey] passkey: { $name }
   *[security-key] security key: { $name }
}

mail-verify-address-subject = Verify your e-mail address
mail-verify-address-what = Somebody, probably you, gave this address for an account. Confirm that it is yours.
mail-verify-address-action = Verify this address
mail-verify-address-then = { -mail-ignore }

mail-address-added-subject = E-mail address added
mail-address-added-what = An e-mail address was added to your account. Once it is verified, it receives notices about the account too.
mail-address-added-then = { -mail-secure }

mail-primary-address-changed-subject = Primary e-mail address changed
mail-primary-address-changed-what = Your account has another primary e-mail address now. Links to reset the password go there.
mail-primary-address-changed-then = { -mail-secure }

mail-address-removed-subject = E-mail address removed
mail-address-removed-what = An e-mail address was removed from your account. It receives no more mail about it.
mail-address-removed-then = { -mail-secure }

mail-address-unverified-subject = E-mail address no longer verified
mail-address-unverified-what = The domain of an e-mail address of your account does not exist any more. Whoever registers it would read your mail, so the address receives no links to change the password until it is verified again.
mail-address-unverified-then = If you still use the address, verify it again on the page of your addresses. If not, remove it and make another one your primary address.

mail-address-in-use-subject = Your e-mail address has an account already
mail-address-in-use-what = Somebody tried to make an account with this address. You have one already, so none was made.
mail-address-in-use-then = If it was you, sign in with the account that you have, or ask for a new password. If it was not you, leave this mail alone: whoever tried was not told that you have an account.

mail-invitation-subject = You are invited to { $site }
mail-invitation-what = You are invited to make an account on { $site }, an index of Python packages.
mail-invitation-action = Accept the invitation
mail-invitation-then = If you do not want an account, leave this mail alone: the invitation expires by itself.

mail-password-changed-subject = Password changed
mail-password-changed-what = The password of your account was changed. Every other session was signed out.
mail-password-changed-then = { -mail-secure }

mail-password-reset-subject = Password reset request
mail-password-reset-what = Somebody, probably you, asked for a new password for your account.
mail-password-reset-action = Choose a new password
mail-password-reset-then = If it was not you, leave this mail alone: the password stays as it is, and nobody can change it without this link.

mail-password-reset-unverified-subject = Password reset request for an unverified address
mail-password-reset-unverified-what = Somebody asked for a new password and named this address. It was never verified, so the password cannot be reset through it.
mail-password-reset-unverified-then = If it was you, use a verified address of the account, or ask an operator of the index. { -mail-ignore }

mail-password-compromised-subject = Your password is no longer safe
mail-password-compromised-what = The password of your account is in a public list of passwords that were stolen elsewhere. Nobody can sign in with it any more. The index itself was not broken into.
mail-password-compromised-action = Choose a new password
mail-password-compromised-then = Change the password wherever else you used it. If the last sign-in was not yours, tell an operator of the index.

mail-password-set-by-operator-subject = Password set by an operator
mail-password-set-by-operator-what = An operator has set a new password for your account. Every session was signed out.
mail-password-set-by-operator-then = Change it to one that you alone know at your next sign-in. If you did not ask for it, ask an operator at once.

mail-factor-added-subject = Two-factor method added
mail-factor-added-what = Your account has another second factor.
mail-factor-added-then = { -mail-secure }

mail-factor-removed-subject = Two-factor method removed
mail-factor-removed-what = Your account has one second factor less.
mail-factor-removed-then = { -mail-secure }

mail-factors-reset-by-operator-subject = Second factors reset by an operator
mail-factors-reset-by-operator-what = An operator has removed all second factors and recovery codes from your account. Every session was signed out.
mail-factors-reset-by-operator-then = Sign in and add a second factor right away. If you did not ask for it, ask an operator at once.

mail-recovery-codes-made-subject = Recovery codes made
mail-recovery-codes-made-what = Your account has new recovery codes. Earlier ones no longer work.
mail-recovery-codes-made-then = { -mail-secure }

mail-recovery-code-used-subject = Recovery code used
mail-recovery-code-used-what = { $left ->
    [0] A recovery code of your account was used. None is left: make new ones now.
    [one] A recovery code of your account was used. One is left: make new ones soon.
   *[other] A recovery code of your account was used. { $left } are left.
}
mail-recovery-code-used-then = { -mail-secure }

mail-recovery-codes-few-subject = Few recovery codes left
mail-recovery-codes-few-what = { $left ->
    [0] Your account has no recovery code left. Without one, a lost second factor locks you out.
    [one] Your account has one recovery code left. Without any, a lost second factor locks you out.
   *[other] Your account has { $left } recovery codes left. Without any, a lost second factor locks you out.
}
mail-recovery-codes-few-then = Make new codes in the settings of your account and keep them in a safe place. If you have not used the others, change your password and tell an operator of the index.

mail-new-device-subject = Unrecognized sign-in to your account
mail-new-device-what = Somebody signed in with your password and your second factor from a device that the index does not know. The sign-in waits until you confirm it.
mail-new-device-action = Confirm this sign-in
mail-new-device-then = If it was not you, do not confirm and give the code to nobody: your password is known to somebody else. Change it at once and tell an operator of the index.

mail-device-confirmed-by-operator-subject = Device confirmed by an operator
mail-device-confirmed-by-operator-what = An operator has confirmed a device that had signed in to your account and waited.
mail-device-confirmed-by-operator-then = { -mail-secure }

mail-sign-count-regressed-subject = A security key may have been copied
mail-sign-count-regressed-what = The counter of a security key of your account went backwards. That happens when a key was copied; some keys also do it by mistake. The sign-in needed another method.
mail-sign-count-regressed-then = If you cannot explain it, remove the key from your account and use another. { -mail-secure }

mail-token-created-subject = API token created
mail-token-created-what = An API token was created for your account. Whoever holds it can publish in your name.
mail-token-created-then = { -mail-secure }

mail-token-revoked-subject = API token revoked
mail-token-revoked-what = An API token of your account was revoked and no longer works.
mail-token-revoked-then = { -mail-secure }

mail-token-leaked-subject = API token leaked and revoked
mail-token-leaked-what = An API token of your account was found where others can read it. It was revoked and no longer works.
mail-token-leaked-then = Look at what was published in your name since it leaked, make a new token, and keep it out of files that you share. Whoever could read the token could also use it until now.

mail-token-expiring-subject = API token about to expire
mail-token-expiring-what = An API token of your account is about to expire. What publishes with it will be refused then.
mail-token-expiring-then = If you still need it, create a new token and put it in its place. If you do not know this token, revoke it now and tell an operator of the index.

mail-account-frozen-subject = Account frozen
mail-account-frozen-what = Your account was frozen by an operator. Nobody can sign in or publish with it, and every session was signed out.
mail-account-frozen-then = An operator of the index tells you why and lets you in again.

mail-account-unfrozen-subject = Account unfrozen
mail-account-unfrozen-what = An operator let your account in again. You can sign in, and your API tokens work.
mail-account-unfrozen-then = Look at the sessions, second factors and API tokens of your account, and remove what you do not know.

mail-account-deletion-scheduled-subject = Account about to be deleted
mail-account-deletion-scheduled-what = The deletion of your account was asked for. It happens on { $at }, and its user name can never be used again.
mail-account-deletion-scheduled-action = Keep the account
mail-account-deletion-scheduled-then = The link above keeps the account. { -mail-secure }

mail-account-deleted-subject = Account deleted
mail-account-deleted-what = Your account was deleted, as was asked for. What it published stays where it is; its user name can never be used again.
mail-account-deleted-then = { -mail-tell }

mail-role-added-subject = Role added on { $project }
mail-role-added-what = The project { $project } has another { $role ->
    [owner] owner
   *[maintainer] maintainer
}: { $person }.
mail-role-added-then = If the people of the project did not agree on this, an owner can take the role back. { -mail-tell }

mail-role-removed-subject = Role removed on { $project }
mail-role-removed-what = { $person } is no longer { $role ->
    [owner] an owner
   *[maintainer] a maintainer
} of the project { $project }.
mail-role-removed-then = If the people of the project did not agree on this, an owner can give the role again. { -mail-tell }

mail-role-changed-subject = Role changed on { $project }
mail-role-changed-what = { $person } is now { $role ->
    [owner] an owner
   *[maintainer] a maintainer
} of the project { $project }.
mail-role-changed-then = If the people of the project did not agree on this, an owner can change the role back. { -mail-tell }

mail-release-yanked-subject = { $project } { $version } yanked
mail-release-yanked-what = A release of a project of yours was yanked: installers pass over it unless they ask for exactly this version.
mail-release-yanked-then = The release can be unyanked at any time. { -mail-tell }

mail-release-deleted-subject = { $project } { $version } deleted
mail-release-deleted-what = A release of a project of yours was deleted with all its files. The names of its files can never be used again.
mail-release-deleted-then = { -mail-tell }

mail-project-deleted-subject = { $project } deleted
mail-project-deleted-what = A project of yours was deleted with all its releases and files.
mail-project-deleted-then = { -mail-tell }

mail-first-operator-made-subject = The index has its first operator
mail-first-operator-made-what = The setup link of { $site } was used, and your account is its first operator.
mail-first-operator-made-then = If it was not you, stop the index, delete its data folder and set it up again: whoever used the link controls it.
