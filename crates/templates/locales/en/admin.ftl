# What stands on every page of operators. Each room has a file of its own beside this one.

admin-title = Administration
admin-lead = What operators decide for everybody. Each change is recorded with your name.
admin-menu = Administration
admin-overview = Overview

admin-invitations = Invitations
admin-invitations-text = Who may make an account, and who was asked to.
admin-mandates = Mandates
admin-mandates-text = Who must have a second factor, from when on, and who would be stopped.
admin-critical = Critical projects
admin-critical-text = The projects that most of the index depends on.
admin-campaigns = Campaigns
admin-campaigns-text = Reminders on their way to those whom a mandate reaches.
admin-security-keys = Security keys
admin-security-keys-text = Keys given away to the maintainers of critical projects.
admin-recovery = Account recovery
admin-recovery-text = People who lost every way in and ask for help.
admin-switches = Switches
admin-switches-text = Functions of the site that can be turned off.
admin-figures = Second-factor figures
admin-figures-text = How many accounts are protected, day by day.

done-invitation-sent = The invitation is on its way.
done-invitation-cancelled = The invitation is cancelled; its link does not work any more.
done-registration-set = The way to register is set, from now on.

invitations-lead = Whoever opens the link of an invitation makes an account with the address it was sent to.
invitations-send = Invite somebody
invitations-send-submit = Send the invitation
invitations-list = Invitations
invitations-caption = The newest first. An invitation that ended stays here for a while.
invitations-none = Nobody has been invited yet.
field-invitation-email = E-mail address
field-invitation-email-hint = An earlier invitation of this address ends.
field-invitation-language = Language of the mail
invitation-address = Address
invitation-state = State
invitation-inviter = Invited by
invitation-sent = Sent
invitation-until = Used, or good until
invitation-act = What to do
invitation-open = open
invitation-used = used
invitation-expired = expired
invitation-by-command = the command line
invitation-cancel = Cancel
registration-submit = Save
