upload-title = Publier dans cet index
upload-lead = Cette adresse reçoit les fichiers des outils de publication. Un navigateur ne peut pas s’en servir, mais il peut vous dire comment.
upload-tools = Avec un outil
upload-credentials = Si l’outil le demande, le nom d’utilisateur est __token__ et le mot de passe est un jeton d’API, qui commence par pypi-.
upload-remember = Pour retenir l’adresse
upload-remember-lead = Les outils qui lisent un fichier .pypirc, comme twine, l’y trouvent. Gardez le jeton lui-même dans le trousseau de votre système.
upload-refused = Quand un fichier est refusé
upload-refused-lead = L’outil affiche la raison. Un nom de fichier ne sert qu’une fois : ce qui a changé reçoit un nouveau numéro de version.
