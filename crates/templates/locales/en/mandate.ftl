# Mandates: what is said to the people whom they concern, and the words of the operators' pages.

gate-publish = publishing files and new projects
gate-releases = yanking, archiving and deleting
gate-people = roles, invitations and the work of operators
gate-credentials = API tokens and trusted publishers
gate-organizations = organizations

cohort-critical = everybody with a role on a critical project
cohort-managers = everybody with a role on a project or an organization
cohort-everyone = everybody with an account
cohort-selected = people and projects that the operators named
cohort-owner-opt-in = everybody with a role on a project whose owners require it

strength-any = any second factor
strength-phishing-resistant = a security key or passkey

mandate-region = What this index requires of you
mandate-announced = You need a second factor from
mandate-announced-key = You need a security key or passkey from
mandate-announced-what = Without it, this will be closed to you then:
mandate-concerns = The rule is for
mandate-closed = Something is closed to you until you add or show a second factor
mandate-closed-key = Something is closed to you until you add or show a security key or passkey
mandate-closed-what = Closed are
mandate-since = The rule has been in force since
mandate-open = Reading, downloading and signing in stay open.
mandate-enrol = Add a second factor
mandate-enrol-key = Add a security key or passkey
mandate-show = Show your second factor
mandate-show-key = Show your security key or passkey
mandate-help = What this is about
mandate-back = When it is done, you go back to where you were.
mandate-tokens-list = Your API tokens can be revoked as ever
mandate-tokens-closed = New tokens are closed to you until then. Those below can be revoked as ever.

## The pages of operators.

mandates-lead = Who must have a second factor, for what, and from when. The strictest rule that concerns somebody holds; reading, downloading, signing in and enrolling always stay open.
mandate-schedule = Schedule a mandate
mandate-schedule-lead = Look first whom it would stop; nothing is written before you schedule it.
mandate-impact = Who is stopped
mandate-history = History
mandate-timeline = Timeline
mandates-none = No mandate is in force: nobody needs a second factor.
mandates-all = All mandates
mandate-turn-announced = Announcement
mandate-turn-reminded = Reminder
mandate-turn-enforced = Enforcement
mandate-days-before = { $count ->
    [one] one day before the deadline
   *[other] { $count } days before the deadline
}
mandate-default = the mandate of a fresh index
mandate-ended = ended
mandate-written = Written
mandate-ended-at = Ended
mandate-by-command = by command
mandate-look = Look
mandate-change = Change
mandate-presets = Presets
preset-critical-first = Critical projects first
preset-critical-first-text = Everybody with a role on a critical project in 90 days, everybody who manages a project in a year; both are announced at once.
preset-everybody = Everybody by the end of the year
preset-everybody-text = Everybody who manages a project or an organization, from the next 1 January on; announced at once.
preset-writes = What it writes
preset-replaces = The mandate of a fresh index ends with it, if it is still in force.
preset-submit = Write these mandates
mandate-gates-caption = The gates that the mandate closes, in UTC
mandate-gate = Gate
mandate-announce = Announced
mandate-enforce = Enforced
mandate-state = State
mandate-state-planned = planned
mandate-state-announced = announced
mandate-state-enforced = in force
mandate-asks = Asks for
mandate-reminds = Reminds days before:
mandate-users = Named users:
mandate-projects = Named projects:
mandate-reason = Reason:
mandate-cohort = Whom it concerns
mandate-strength = What it asks for
mandate-gates = What it closes
mandate-preview = See whom it stops
mandate-schedule-submit = Schedule it
mandate-title = A mandate
mandate-gate-closes = The mandate closes this
mandate-edit-submit = Change the mandate
mandate-end = End it
mandate-end-text = An ended mandate stops nobody any more. It cannot be taken up again; its history stays.
mandate-end-submit = End the mandate
mandate-history-lead = Who scheduled, changed and ended what, the newest first.
mandate-history-caption = Changes, the newest first
mandate-history-when = When
mandate-history-change = Change
mandate-history-by = By
mandate-history-what = What
mandate-history-none = Nothing was changed yet.
mandate-change-scheduled = scheduled
mandate-change-edited = changed
mandate-change-ended = ended
field-mandate-users = Named users
field-mandate-users-hint = For named people and projects alone: one user name in each line.
field-mandate-projects = Named projects
field-mandate-projects-hint = For named people and projects alone: one project in each line.
field-mandate-announce = Announced at
field-mandate-enforce = Enforced at
field-mandate-instant-hint = In UTC: `2027-01-01`, `2027-01-01T08:00:00Z` or `now`.
field-mandate-reminders = Reminders
field-mandate-reminders-hint = Days before the deadline, with commas between them; empty for none.
field-mandate-reason = Reason
field-mandate-reason-hint = The history keeps it. It is required where a deadline comes close.
field-mandate-replaces = End the mandate of a fresh index
field-mandate-replaces-hint = While it is in force, whoever manages a project needs a second factor already, and a later rule for the same people changes nothing.
field-mandate-insists = Bring a known deadline closer than 14 days
field-mandate-insists-hint = People were told of another time. Say above why.
field-mandate-end-reason = Reason
impact-lead = Counted from the mandates as they are, at any instant.
impact-at = At
impact-people = { $count ->
    [0] nobody is stopped
    [one] one person is stopped
   *[other] { $count } people are stopped
}
impact-projects = { $count ->
    [one] one project concerned
   *[other] { $count } projects concerned
}
impact-nobody = Nobody is stopped then.
impact-gates-caption = Whom each gate stops
impact-names-caption = Who is stopped, by user name
impact-column-people = People
impact-column-projects = Projects
impact-column-closed = With nobody left
impact-column-cohorts = By rule
impact-column-user = User
impact-column-stopped = Closed to them
impact-column-asked = Asked for
impact-column-their-projects = Projects
impact-more-projects = and { $count } more
impact-more = And { $count } more people; the CSV file of the page who is stopped names all.
impact-of-plan = Whom the plan stops once it is enforced
impact-in-the-end = Whom it stops once all of it is enforced, as things stand today
impact-result = Result
impact-csv = Download as CSV
impact-submit = Count
field-impact-at = At
done-mandate-scheduled = The mandate is scheduled.
done-mandate-edited = The mandate is changed.
done-mandate-ended = The mandate has ended.
done-preset-written = The mandates of the preset are scheduled.

## What owners require of their project's people.

project-factor = Second factor
project-factor-title = Who works on { $project } needs …
project-factor-lead = The owners of a project may require a second factor of everybody with a role on it, beyond what the index itself requires. It holds at once, everybody is told by mail, and whoever lacks one cannot publish to the project or change it until they add it.
project-factor-now = Required now:
project-factor-nothing = The owners require nothing of their own.
project-factor-choice = Require of everybody with a role
project-factor-none = nothing beyond what the index requires
project-factor-own = You can require only what you have yourself.
project-factor-submit = Require it
done-project-factor-set = The rule of the project is set, and everybody with a role on it was told.
