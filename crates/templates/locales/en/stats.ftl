chart-as-table = As a table
chart-text = From { $first } to { $last }; at the end:
stats-title = Statistics
stats-lead = What this index counts in public. No figure names anybody.
stats-all = All statistics
stats-two-factor = Two-factor authentication
stats-two-factor-text = { $count } of { $accounts } accounts have a second factor.
stats-two-factor-lead = How many people protect their account with a second factor. Everybody is counted once, however many keys or projects somebody has.
stats-critical = Critical projects
stats-critical-text = { $count ->
    [one] { $count } project is critical: much depends on it.
   *[other] { $count } projects are critical: much depends on them.
}
stats-with-any = With a second factor
stats-with-totp = With an authenticator app
stats-with-webauthn = With WebAuthn
stats-keys-given = { $count ->
    [one] Security key given
   *[other] Security keys given
}
stats-any = Any second factor
stats-people = People
stats-day = Day
stats-empty = There is nothing to draw yet. A row is written each day.
stats-everybody = All accounts
stats-everybody-text = { $count } of { $accounts } accounts have a second factor. Whoever has both an authenticator app and a security key or passkey is in both lines, and once in the first.
stats-everybody-chart = Accounts with a second factor, by method
stats-critical-people = Maintainers of critical projects
stats-critical-people-text = { $people } people have a role on one of the { $projects } critical projects; { $count } of them have a second factor.
stats-critical-chart = Maintainers of critical projects, and those with a second factor
stats-deadlines = Deadlines
stats-deadlines-text = From each of these days on, the people named need a second factor to publish or to manage what they have a role on. Dashed lines mark them in the charts.
stats-deadlines-caption = Who needs a second factor from when, and how many are ready today
stats-deadlines-none = Nobody is required to have a second factor.
stats-who = Who
stats-deadline = From
stats-ready = Ready
stats-in-force = in force
stats-share = { $share }%
stats-cohort-critical = Maintainers of critical projects
stats-cohort-managers = Everybody who manages a project
stats-cohort-everyone = Everybody
stats-keys = Security keys given
stats-keys-chart = Security keys given away
stats-machines = For programs
stats-machines-text = The same figures, with a row for each day, as JSON:
stats-downloads = Downloads
stats-downloads-text = What is downloaded, and which installers do it.
