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
mail-until-first = Use the link before { $until }.
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
mail-address-added-what = An e-mail address was added to your account: whoever reads its mail has confirmed it. It receives notices about the account from now on.
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
mail-new-device-what = Somebody who knows your password is signing in to your account on a device that the index does not know. The sign-in waits until you confirm it.
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

mail-projects = Projects

mail-recovery-address-proof-subject = Your request to be let in again
mail-recovery-address-proof-what = Somebody, probably you, lost every way into an account and asked the operators of this index for help, with this address to write to. Nothing has happened yet: open the page and start the request. Keep this mail, because the same page shows afterwards how the request stands.
mail-recovery-address-proof-action = Start the request
mail-recovery-address-proof-then = { -mail-ignore }

mail-recovery-opened-subject = Somebody asks to be let into your account
mail-recovery-opened-what = Somebody says that they are you, have lost every way into your account and want to be let in again. If nobody objects until { $until }, the operators of the index will decide. If they agree, your password, second factors, sessions and API tokens will be taken away and a link to choose a new password will be sent to whoever asked.
mail-recovery-opened-action = Object: this was not me
mail-recovery-opened-then = If it was you, there is nothing to do. If it was not, object with the link above, or just sign in: that ends the request, too.

mail-recovery-vouch-subject = { $person } asks you to vouch
mail-recovery-vouch-what = You own a project together with { $person }, who says that they have lost every way into their account. Ask them in person or on the telephone, not by mail, whether it is true, and then say so on the page: sign in first, with a second factor.
mail-recovery-vouch-action = Say whether it is true
mail-recovery-vouch-then = If you are in doubt, do not vouch. Whoever is let in wrongly can publish in your projects.

mail-recovery-approved-subject = Your account was recovered
mail-recovery-approved-what = The operators of the index agreed to let the owner of this account in again. Password, second factors, recovery codes, sessions and API tokens are gone, and only the address that the request gave is verified. Nothing is published by the account before { $held }.
mail-recovery-approved-action = Choose a new password
mail-recovery-approved-then = Choose a password, then set up a second factor and keep its recovery codes. If you did not ask for this, tell an operator of the index at once.

mail-recovery-rejected-subject = Your account was not recovered
mail-recovery-rejected-what = The operators of the index looked at the request and did not agree to it. The account is as it was before.
mail-recovery-rejected-then = If you are the owner of the account and have better evidence, you can ask again. { -mail-tell }

mail-recovery-cancelled-subject = The request to recover the account has ended
mail-recovery-cancelled-what = { $cause ->
    [by-link] Somebody who reads a verified address of the account objected, so the request has ended.
    [by-sign-in] The owner of the account signed in, so the request has ended: who can sign in needs no recovery.
    [account-frozen] The account was frozen by an operator, so the request has ended.
    [account-deleted] The account was deleted, so the request has ended.
    [superseded] Somebody who reads a verified address of the account began a request of their own, so this one has ended.
   *[idle] For thirty days nobody did anything about the request, so it has ended.
} Nothing was changed.
mail-recovery-cancelled-then = { -mail-tell }

mail-recovery-projects-told-subject = The account { $person } was recovered
mail-recovery-projects-told-what = You have a role on projects together with { $person }. The operators of the index let the owner of that account in again after every way in was lost. Its password, second factors, sessions and API tokens were taken away, and it publishes nothing before { $held }.
mail-recovery-projects-told-then = If you have doubts about who asked, tell an operator of the index before then.

mail-surge-count = In this hour
mail-surge-limit = More than
mail-switch = Switch
mail-surge-noticed-subject = { $surge ->
    [registrations] Unusually many registrations
    [new-projects] Unusually many new projects
   *[refused-uploads] Unusually many refused uploads
}
mail-surge-noticed-what = { $surge ->
    [registrations] { $count } people registered within an hour, more than this index expects.
    [new-projects] { $count } projects were made within an hour, more than this index expects.
   *[refused-uploads] { $count } uploads were refused within an hour, more than this index expects.
} { $state ->
    [on] The surge protection has turned the switch on that ends this; it stays on until an operator turns it off.
   *[proposed] The surge protection proposes the switch that ends this; nothing is closed until an operator turns it on.
}
mail-surge-noticed-then = Look at the page of the switches among the pages of operators, or use the command fromagerie switch list. You hear of this once; again only after an hour that was calm.

mail-projects-more = { $names } and { $more } more
mail-deadline = Deadline
mail-concerned = Concerned
mail-closed = Closed without it
mail-programme = Programme
mail-vendor = Vendor
mail-cohort = { $cohort ->
    [critical] everybody with a role on a critical project
    [managers] everybody with a role on a project
    [selected] the people and projects that the operators named
    [owner-opt-in] everybody with a role on a project whose owners require it
   *[everyone] everybody with an account
}
mail-gate = { $gate ->
    [publish] uploading and creating projects
    [releases] yanking and deleting
    [people] roles and invitations
    [credentials] API tokens and trusted publishers
   *[organizations] organizations
}

mail-critical-designation-subject = { $count ->
    [one] A project of yours is critical now
   *[other] { $count } projects of yours are critical now
}
mail-critical-designation-what = { $count ->
    [one] A project on which you have a role was designated critical: it is among those that very many people rely on. Congratulations, that is a credit to your work. The designation stays.
   *[other] { $count } projects on which you have a role were designated critical: they are among those that very many people rely on. Congratulations, that is a credit to your work. The designation stays.
}
mail-critical-designation-then = { $requirement ->
    [met] People with a role on a critical project must have { $strength ->
        [phishing-resistant] a security key or a passkey
       *[any] a second factor
    }. Your account has one, so there is nothing to do.
    [in-force] People with a role on a critical project must have { $strength ->
        [phishing-resistant] a security key or a passkey
       *[any] a second factor
    }, and your account has none yet: until it has, the index refuses to publish and to change these projects for you. Sign in on { $host } and add one on the page of your second factors.
    [coming] From { $deadline } on, people with a role on a critical project must have { $strength ->
        [phishing-resistant] a security key or a passkey
       *[any] a second factor
    }, and your account has none yet. Sign in on { $host } and add one on the page of your second factors.
   *[none] Nothing is required of you today. A second factor on the page of your account protects you, and everybody who installs your work.
}

mail-mandate-announced-subject = { $strength ->
    [phishing-resistant] A security key or passkey will be required of you
   *[any] A second factor will be required of you
}
mail-mandate-announced-what = { $strength ->
    [phishing-resistant] From { $deadline } on, { $site } requires a security key or a passkey of you. Your account has none yet.
   *[any] From { $deadline } on, { $site } requires a second factor of you. Your account has none yet.
}
mail-mandate-announced-then = Sign in on { $host } and add one on the page of your second factors before the deadline. Signing in, reading and downloading stay open in any case, and so does adding a second factor.

mail-mandate-reminder-subject = { $days ->
    [one] { $strength ->
        [phishing-resistant] 1 day left to add a security key or passkey
       *[any] 1 day left to add a second factor
    }
   *[other] { $strength ->
        [phishing-resistant] { $days } days left to add a security key or passkey
       *[any] { $days } days left to add a second factor
    }
}
mail-mandate-reminder-what = { $strength ->
    [phishing-resistant] From { $deadline } on, { $site } requires a security key or a passkey of you. Your account still has none.
   *[any] From { $deadline } on, { $site } requires a second factor of you. Your account still has none.
}
mail-mandate-reminder-then = Sign in on { $host } and add one on the page of your second factors before the deadline. Signing in, reading and downloading stay open in any case, and so does adding a second factor.

mail-mandate-enforced-subject = { $strength ->
    [phishing-resistant] A security key or passkey is required of you now
   *[any] A second factor is required of you now
}
mail-mandate-enforced-what = { $strength ->
    [phishing-resistant] Since { $deadline }, { $site } requires a security key or a passkey of you. Your account has none, so what is named below is closed to you until it has.
   *[any] Since { $deadline }, { $site } requires a second factor of you. Your account has none, so what is named below is closed to you until it has.
}
mail-mandate-enforced-then = Sign in on { $host } and add one on the page of your second factors: everything opens again at once, and your API tokens stay as they are. Signing in, reading and downloading are open as ever.

mail-since = Since

mail-mandate-blocked-subject = { $strength ->
    [phishing-resistant] An upload was stopped: a security key or passkey is missing
   *[any] An upload was stopped: a second factor is missing
}
mail-mandate-blocked-what = { $strength ->
    [phishing-resistant] Somebody with an API token of yours tried to upload a file. { $site } requires a security key or a passkey for that, and your account has none, so nothing was published.
   *[any] Somebody with an API token of yours tried to upload a file. { $site } requires a second factor for that, and your account has none, so nothing was published.
}
mail-mandate-blocked-then = Sign in on { $host } and add one on the page of your second factors: the same token works again at once. You get this mail once for each rule. If it was not you or a build of yours who uploaded, revoke your API tokens there.

mail-factor-required-subject = { $strength ->
    [none] { $project } no longer requires a second factor of its own
    [phishing-resistant] { $project } requires a security key or passkey
   *[any] { $project } requires a second factor
}
mail-factor-required-what = { $strength ->
    [none] The owners of { $project } no longer require a second factor of everybody with a role on it. What the index itself requires stays as it is.
    [phishing-resistant] The owners of { $project } require a security key or a passkey of everybody with a role on it, you included. Without one you cannot publish to it or change it.
   *[any] The owners of { $project } require a second factor of everybody with a role on it, you included. Without one you cannot publish to it or change it.
}
mail-factor-required-then = { $strength ->
    [none] There is nothing to do. { -mail-tell }
   *[any] If your account has one, there is nothing to do. If not, sign in on { $host } and add one on the page of your second factors.
}

mail-security-key-claimed-subject = You claimed a code for security keys
mail-security-key-claimed-what = You claimed a code for security keys. It stands on the page of the giveaway, where only you see it; this mail does not hold it.
mail-security-key-claimed-then = When the keys have arrived, add them on the page of your second factors. { -mail-secure }
