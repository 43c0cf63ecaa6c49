error-400-title = This request makes no sense to us
error-400-text = Something in it was missing or malformed.
error-401-title = Sign in first
error-401-text = This page is for people with an account.
error-403-title = This is not yours to see
error-403-text = The account that you use does not have the permission.
error-404-title = There is nothing here
error-404-text = The address may be misspelt, or what it named was deleted.
error-405-title = This address does not answer that
error-405-text = It exists, but for another kind of request.
error-413-title = This is too large
error-413-text = The request holds more than this index accepts.
error-429-title = Too many requests
error-429-text = Your network asked more often than one person does.
error-500-title = Something broke on our side
error-500-text = It was recorded. Trying again in a moment may help.
error-503-title = Back in a moment
error-503-text = The index is starting, or under repair.
error-other-title = This did not work
error-other-text = The index could not answer this request.
error-project-empty = The project { $project } exists, but has no release to show.
error-release-missing = The project { $project } has no release { $version }.
error-retry-after = { $seconds ->
    [one] Try again in { $seconds } second.
   *[other] Try again in { $seconds } seconds.
}
error-request-id = If it happens again, tell the operator this number:
error-way-project = See all its releases
error-way-home = Go to the front page
error-way-simple = Browse the simple index
