# Around every page, and the small words of all of them.

skip-to-content = Skip to content
navigation-site = Site
navigation-page = On this page
link-simple-index = Simple index
link-publish = Publish
link-sign-in = Sign in
link-admin = Administration
link-sign-out = Sign out
footer-what = A Python package index, run with Fromagerie

copy = Copy
copied = Copied
copy-line = Copy the line for { $what }
placeholder-project = PROJECT
placeholder-user = NAME

size-bytes = { $amount } B
size-kilobytes = { $amount } kB
size-megabytes = { $amount } MB
size-gigabytes = { $amount } GB
size-terabytes = { $amount } TB
link-stats = Statistics
site-banners = Notices of the operators
