badge-latest = Latest
badge-critical = Critical project
badge-verified = Verified
badge-yanked = Yanked
badge-quarantined = Quarantined
badge-pre-release = Pre-release

status-project-quarantined = This project is quarantined
status-project-quarantined-text = A reviewer is looking into a report about it. Until then nothing of it can be installed or downloaded.
status-release-quarantined = This release is quarantined
status-release-quarantined-text = A reviewer is looking into a report about it. Until then it can neither be installed nor downloaded.
status-yanked = This release was yanked
status-yanked-reason = Reason given:
status-yanked-no-reason = Its maintainers gave no reason.
status-yanked-text = Tools install it only when exactly this version is asked for.
status-go-latest = Go to the latest release, { $version }
status-archived = This project is archived
status-archived-text = Its maintainers do not plan any further release. What was published stays available.
status-pre-release = This is a pre-release
status-pre-release-text = Tools install it only when pre-releases are allowed.
status-go-stable = Go to the latest final release, { $version }

project-released = Released on
project-description = Description
project-files = Files
project-history = Release history
project-details = Details
project-no-description = This release has no description.
project-no-files = This release has no files.

file-sdist = Source distribution
file-wheel = Wheel
file-tags = Compatibility tags
file-hashes = Hashes
file-metadata = Core metadata

history-version = Version
history-released = Released
history-files = Files
history-older = { $count ->
    [one] { $count } older release
   *[other] { $count } older releases
}

side-links = Links
side-roles = People
role-owner = owner
role-maintainer = maintainer
side-authors = { $count ->
    [one] Author
   *[other] Authors
}
side-maintainers = { $count ->
    [one] Maintainer in the metadata
   *[other] Maintainers in the metadata
}
side-license = Licence
side-requires-python = Requires Python
side-requirements = { $count ->
    [one] Dependency
   *[other] Dependencies
}
side-extras = Extras
side-keywords = Keywords
side-classifiers = Classifiers
side-machines = For tools
project-downloads = Downloads
project-downloads-chart = Downloads by people, week by week
project-downloads-week = Week from
project-downloads-none = No downloads counted yet.
project-downloads-quiet = Nothing was downloaded in the last complete weeks.
project-downloads-more = All figures, as a page and as JSON
