critical-title = Critical projects
critical-lead = Projects that very many people rely on: the top one percent by downloads of the last 183 days, and those that operators name with a reason. A designation stays until an operator takes it back.
critical-count = { $count ->
    [one] One project is critical
   *[other] { $count } projects are critical
}
critical-counted-to = Downloads were counted up to
critical-history = History of designations
critical-search = Part of a name
critical-search-submit = Search
critical-caption = Critical projects, best rank first
critical-found = { $count ->
    [one] One critical project has this in its name
   *[other] { $count } critical projects have this in their names
}
critical-found-none = No critical project has this in its name.
critical-none = No project is critical. With fewer than 100 projects nobody is by rank.
critical-project = Project
critical-reason = Reason
critical-rank = Rank
critical-downloads = Downloads
critical-since = Critical since
critical-rank-hint = Rank and downloads are those of the day of the designation. Robots and mirrors do not count.
critical-reason-rank = rank by downloads
critical-reason-operator = an operator’s choice
critical-reason-dependency = this index is built on it
critical-pages = Pages of the list
critical-page = Page { $page } of { $pages }
critical-previous = Previous page
critical-next = Next page
critical-machines = For programs
critical-machines-text = The same list as JSON, 500 projects on a page.

critical-history-lead = What was designated, what operators took back, and what was deleted while it was critical.
critical-history-caption = Changes of designations, newest first
critical-history-none = Nothing was ever designated.
critical-when = When
critical-change = Change
critical-change-designated = designated
critical-change-withdrawn = taken back
critical-change-deleted = project deleted

critical-admin-lead = Each night the projects in the top one percent are designated. Here you designate one whatever its rank, or take a designation back.
critical-admin-list = The public list
critical-admin-change = Designate or take back
field-critical-project = Name of the project
field-critical-reason = Reason
field-critical-reason-hint = One line. It stands in the public history and in the audit log of the project.
critical-designate-submit = Designate
critical-withdraw-submit = Take back
critical-withdraw-hint = What you take back is not designated by rank again; only an operator does that.
critical-runs = Computations
critical-runs-caption = The newest computations
critical-runs-none = Nothing was computed yet. The job runs each night at 03:00 UTC.
critical-run-at = When
critical-run-mode = Sums
critical-run-full = every day anew
critical-run-incremental = from day to day
critical-run-agreed = agreed
critical-run-disagreed = did not agree
critical-run-counted-to = Counted up to
critical-run-eligible = Projects
critical-run-critical = Critical
critical-run-added = New
critical-run-threshold = Least downloads
done-project-designated = The project is critical from now on; the people concerned are told.
done-project-withdrawn = The designation is taken back.
