# The pages of `serve --dev`.

dev-mails = Mails
dev-mails-lead = What this index wrote into its folder instead of sending it. Only serve --dev shows this page.
dev-mails-none = No mail was written yet.
dev-mail-to = To
dev-mail-html = Show it as HTML
