# The pages of `serve --dev`.

dev-mails = Courrier
dev-mails-lead = Ce que cet index a écrit dans son dossier au lieu de l’envoyer. Seul serve --dev montre cette page.
dev-mails-none = Aucun courrier n’a encore été écrit.
dev-mail-to = À
dev-mail-html = L’afficher en HTML
