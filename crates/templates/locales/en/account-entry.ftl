# The way in: registering, signing in, confirming, choosing a new password.

sign-in-title = Sign in
sign-in-submit = Sign in
sign-in-continue = Continue
sign-in-passkey = Sign in with a passkey
sign-in-reset = Forgot your password?
sign-in-register = Make an account

factor-title = Second factor
factor-lead = The password is right. Now show that it is you.
factor-remember = Remember this device
factor-remember-hint = For 30 days the password is enough here. Leave it out on a device that others use.
factor-lost = Lost your second factor?
security-key = Security key
security-key-script = A security key needs JavaScript, which is off in this browser.
use-security-key = Use a security key
ceremony-cancelled = That did not work. Try again, or choose another method.
authenticator = Authenticator
field-recovery-code = Recovery code
field-recovery-code-hint = 16 digits and letters. Each code works once.
recovery-submit = Use this recovery code

step-up-title = Is it still you?
step-up-lead = This part of your account is guarded. Confirm once, and it stays open for 15 minutes.
step-up-submit = Confirm

device-title = Check your mail
device-lead = You sign in from a browser that your account does not know. We sent a mail to your verified addresses.
device-here = On this device: follow the link of the mail.
device-elsewhere = On another device: type the code of the mail here.
device-no-mail = No mail comes?
device-operator = Ask an operator of this index to confirm the device, then go on here.
device-resume = It was confirmed by an operator
field-device-code = Code from the mail

link-registration-title = Make your account
link-registration-text = The account { $user } will be made for { $address }.
link-registration-submit = Make the account
link-address-title = Verify this address
link-address-text = { $address } will be a verified address of the account { $user }.
link-address-submit = Verify the address
link-device-title = Is this you?
link-device-text = Somebody signs in to your account in this browser. Confirm only if it is you, right now.
link-device-submit = Yes, sign me in
link-not-you = If you did not ask for this, close this page: nothing happens then.

register-title = Make an account
register-lead = Read any project without one. To publish, you need an account with a verified address.
register-invited = You were invited. The account will have the address { $address }.
register-submit = Make the account
register-sign-in = Sign in to an account you have
field-username-hint = Letters, digits and . _ - between them. It cannot be changed later.
field-email-hint = We send a link there. Nobody else sees the address unless you say so.
field-trap = Leave this field empty

reset-title = Choose a new password
reset-lead = We mail you a link. If your account has a second factor, keep it at hand.
reset-submit = Send the link
field-username-or-address = User name or e-mail address

new-password-title = Choose a new password
new-password-lead = For the account { $user }. You will be signed out everywhere.
new-password-factor = A second factor guards this account: it is needed for a new password, too.
new-password-or = Or type a code below.
new-password-submit = Set the password
field-new-password = New password
field-any-code = Code from the authenticator, or a recovery code

notice-mailed-title = Check your mail
notice-registration-mailed = A mail to { $address } says how it goes on.
notice-reset-mailed = If what you typed has an account, a mail with a link is on its way to it.
notice-mail-late = Mails sometimes take a few minutes. Look among the unwanted ones, too.
notice-password-title = The password is set
notice-password-set = You were signed out everywhere. Sign in with the new password.
notice-verified-title = The address is verified
notice-verified = { $address } is a verified address of the account now.
notice-elsewhere-title = Type the code there
notice-elsewhere = The link works only in the browser that signs in. Type the code of the mail on the page that waits there.
notice-continue = Go on to your account
notice-registration-title = Accounts are not for everybody here
notice-registration-closed = The operators of this index make the accounts. Ask one of them.
notice-registration-invite = Accounts are made by invitation. Ask an operator of this index for one.
