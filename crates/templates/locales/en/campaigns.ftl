# Campaigns: what was written to whom about mandates and designations.

campaigns-lead = Who is written to when a project becomes critical and when a deadline is announced, comes closer and has come: everybody concerned who does not meet it, once for each occasion. A minute has at most { $count } mails, on all nodes together.
campaigns-written = What was written
campaigns-caption = The one that was due last comes first. An occasion is skipped when a later one came before it could be written, when its deadline moved or when its mandate ended.
campaigns-none = Nothing was written yet: no deadline has been announced and no project was designated.
campaigns-unreachable-hint = Whoever has no verified primary address cannot be written to. They still see the notice on the site.
campaigns-upcoming = What comes next
campaigns-upcoming-caption = The next one first, as the mandates stand today.
campaigns-upcoming-none = Nothing is planned: no mandate has a deadline ahead.
campaigns-failed = Mails that failed
campaigns-failed-caption = The newest first.
campaigns-failed-none = No mail has failed.
campaign-occasion = Occasion
campaign-due = Due
campaign-deadline = Deadline
campaign-state = State
campaign-people = Written to
campaign-sent = Sent
campaign-waiting = Waiting
campaign-failed = Failed
campaign-unreachable = Not reachable
campaign-person = Person
campaign-written-at = Written
campaign-error = What the mail server said
campaign-progress = People who were written to
campaign-left = { $count ->
    [one] 1 person left
   *[other] { $count } people left
}
campaign-days-before = { $count ->
    [one] 1 day before
   *[other] { $count } days before
}
campaign-designation = Designation
campaign-announcement = Announcement
campaign-reminder = Reminder
campaign-enforcement = Enforcement
campaign-cohort-critical = people of critical projects
campaign-cohort-managers = everybody who manages a project
campaign-cohort-everyone = everybody
campaign-cohort-selected = selected people and projects
campaign-cohort-owner-opt-in = projects whose owners require it
campaign-running = running
campaign-finished = finished
campaign-skipped = skipped
