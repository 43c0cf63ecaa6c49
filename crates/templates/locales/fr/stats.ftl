chart-as-table = En tableau
chart-text = Du { $first } au { $last } ; à la fin :
stats-title = Statistiques
stats-lead = Ce que cet index compte en public. Aucun chiffre ne désigne quelqu’un.
stats-all = Toutes les statistiques
stats-two-factor = Authentification à deux facteurs
stats-two-factor-text = { $count } comptes sur { $accounts } ont un second facteur.
stats-two-factor-lead = Combien de personnes protègent leur compte par un second facteur. Chacun est compté une fois, quel que soit le nombre de ses clés ou de ses projets.
stats-critical = Projets critiques
stats-critical-text = { $count ->
    [one] { $count } projet est critique : beaucoup en dépend.
   *[other] { $count } projets sont critiques : beaucoup en dépend.
}
stats-with-any = Avec un second facteur
stats-with-totp = Avec une application d’authentification
stats-with-webauthn = Avec WebAuthn
stats-keys-given = { $count ->
    [one] Clé de sécurité offerte
   *[other] Clés de sécurité offertes
}
stats-any = Tout second facteur
stats-people = Personnes
stats-day = Jour
stats-empty = Il n’y a encore rien à dessiner. Une ligne est écrite chaque jour.
stats-everybody = Tous les comptes
stats-everybody-text = { $count } comptes sur { $accounts } ont un second facteur. Qui a une application d’authentification et une clé de sécurité ou une clé d’accès figure dans les deux lignes, et une fois dans la première.
stats-everybody-chart = Comptes avec un second facteur, par méthode
stats-critical-people = Mainteneurs de projets critiques
stats-critical-people-text = { $people } personnes ont un rôle dans l’un des { $projects } projets critiques ; { $count } d’entre elles ont un second facteur.
stats-critical-chart = Mainteneurs de projets critiques, et ceux qui ont un second facteur
stats-deadlines = Échéances
stats-deadlines-text = À partir de chacun de ces jours, les personnes nommées ont besoin d’un second facteur pour publier ou pour gérer ce dans quoi elles ont un rôle. Des lignes en tirets les marquent dans les graphiques.
stats-deadlines-caption = Qui a besoin d’un second facteur à partir de quand, et combien sont prêts aujourd’hui
stats-deadlines-none = Un second facteur n’est exigé de personne.
stats-who = Qui
stats-deadline = À partir du
stats-ready = Prêts
stats-in-force = en vigueur
stats-share = { $share } %
stats-cohort-critical = Mainteneurs de projets critiques
stats-cohort-managers = Quiconque gère un projet
stats-cohort-everyone = Tout le monde
stats-keys = Clés de sécurité offertes
stats-keys-chart = Clés de sécurité offertes
stats-machines = Pour les programmes
stats-machines-text = Les mêmes chiffres, avec une ligne par jour, en JSON :
stats-downloads = Téléchargements
stats-downloads-text = Ce qui est téléchargé, et par quels installateurs.
