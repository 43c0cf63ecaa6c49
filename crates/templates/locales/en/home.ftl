home-what = Python package index
home-lead = A home for Python packages. Whatever is published here installs with pip, uv and every other tool that reads a package index.

counter-projects = { $count ->
    [one] project
   *[other] projects
}
counter-releases = { $count ->
    [one] release
   *[other] releases
}
counter-files = { $count ->
    [one] file
   *[other] files
}

home-newest = Newest releases
home-install = Install from here
home-install-lead = Name this index to your tool, once per command or in its settings.
home-install-more = Install with other tools
home-publish-more = Publish with other tools
home-publish = Publish here
home-publish-lead = Build your project, then send what is in its dist folder, with an API token as the password.

home-empty-title = No projects yet
home-empty-lead = The shelves are clean and the cellar is cool. Three steps bring in the first project:
home-step-token = On the server, create an API token. It is printed once.
home-step-build = In your project, build a source distribution and a wheel.
home-step-publish = Send them here, with the token.
