setup-title = Mettre en service cet index
setup-lead = Créez le premier compte d’administration : celui qui veille sur tous les autres.
setup-account = Votre compte
setup-second-factor = Second facteur
setup-second-factor-lead = Scannez l’image avec une application d’authentification, puis saisissez le code qu’elle affiche.
setup-registration = Qui peut créer un compte ?
setup-public-title = Ce qui est publié est public
setup-public-text = Quiconque atteint cette adresse peut y lire tous les projets.
setup-submit = Créer le compte

field-username = Nom d’utilisateur
field-email = Adresse électronique
field-password = Mot de passe
field-password-hint = Plusieurs mots que personne n’assemblerait valent mieux qu’un mot avec des symboles.
field-domains = Domaines des adresses électroniques
field-domains-hint = Seulement pour « Certains domaines » : séparés par des espaces. Un sous-domaine est un autre domaine.
field-code = Code de l’authentificateur

registration-invite = Sur invitation
registration-invite-hint = Un opérateur envoie un lien.
registration-closed = Personne
registration-closed-hint = Les comptes sont créés par commande.
registration-domains = Certains domaines
registration-domains-hint = Quiconque lit le courrier d’un domaine nommé ci-dessous.
registration-open = Tout le monde
registration-open-hint = Pour un index ouvert sur Internet.

form-problems = { $count ->
    [one] Un point demande votre attention
   *[other] { $count } points demandent votre attention
}

second-factor-qr = Code QR pour l’application d’authentification
second-factor-secret = Sans appareil photo, saisissez ce secret dans l’application :
second-factor-open = Ouvrir dans l’application d’authentification de cet appareil

setup-done-title = L’index est à vous
setup-done-lead = { $user } en est le premier compte d’administration.
shown-once-title = Affiché une seule fois
shown-once-text = Mettez en lieu sûr ce qui est sur cette page avant de la quitter.
recovery-codes = Codes de secours
recovery-codes-lead = { $count ->
    [one] Ce code vous laisse entrer une fois quand votre second facteur est hors de portée.
   *[other] Chacun de ces { $count } codes vous laisse entrer une fois quand votre second facteur est hors de portée.
}
api-token = Jeton d’API
api-token-lead = Les outils de publication le prennent comme mot de passe.
setup-next = Et maintenant
setup-next-publish = Publiez le premier projet :
setup-next-backup = Sauvegardez le fichier de clés. Sans lui, plus aucun second facteur ne pourra être relu :
