# The pages on which people manage their projects.

projects-lead = The projects that you have a role on.
projects-none = You have no role on any project. The first upload of a new name makes a project, and makes you its owner.
project-public = Public page
project-badge-archived = Archived
project-badge-deprecated = Deprecated
project-events = Audit log of { $project }
project-events-lead = What was done to the project, by whom, newest first. Only its owners read this.
project-owners-only = Only an owner changes what stands here.
project-releases = Releases
project-no-releases = The project has no release yet.
project-yank-text = A yanked release stays: tools install it only when exactly this version is asked for.
release-yank = Yank
release-yank-submit = Yank { $version }
release-unyank = Take the yank back
field-yank-reason = Reason, shown to everybody; may be empty
project-archive-title = Archive
project-archive-text = An archived project takes no uploads, and its page says that no further release is planned. What was published stays available.
project-archive-submit = Archive the project
project-unarchive-text = The project is archived and takes no uploads. You can take it out of the archive at any time.
project-unarchive-submit = Take it out of the archive

done-project-archived = The project is archived and takes no uploads.
done-project-unarchived = The project is out of the archive and takes uploads again.
done-release-yanked = The release is yanked.
done-release-unyanked = The release is not yanked any more.

project-delete = Delete the project
project-delete-title = Delete { $project }
project-delete-lead = The project goes with all its releases and files, at once and for good.
project-delete-files = Whoever installs it or depends on it gets an error from then on.
project-delete-names = The names of its files are never used again. The name of the project is kept for its owners of today.
project-delete-rather = To keep people from one bad release, yank it instead. To say that nothing more will come, archive the project.
field-delete-project = To confirm, type the name of the project: { $project }
done-project-deleted = The project is deleted.
