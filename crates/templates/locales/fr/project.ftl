badge-latest = Dernière
badge-critical = Projet critique
badge-verified = Vérifié
badge-yanked = Retirée
badge-quarantined = En quarantaine
badge-pre-release = Préversion

status-project-quarantined = Ce projet est en quarantaine
status-project-quarantined-text = Un signalement est en cours d’examen. D’ici là, rien de ce projet ne peut être installé ni téléchargé.
status-release-quarantined = Cette version est en quarantaine
status-release-quarantined-text = Un signalement est en cours d’examen. D’ici là, elle ne peut être ni installée ni téléchargée.
status-yanked = Cette version a été retirée
status-yanked-reason = Raison donnée :
status-yanked-no-reason = Ses mainteneurs n’ont pas donné de raison.
status-yanked-text = Les outils ne l’installent que si cette version précise est demandée.
status-go-latest = Voir la dernière version, { $version }
status-archived = Ce projet est archivé
status-archived-text = Ses mainteneurs ne prévoient plus de nouvelle version. Ce qui est publié reste disponible.
status-pre-release = Ceci est une préversion
status-pre-release-text = Les outils ne l’installent que si les préversions sont permises.
status-go-stable = Voir la dernière version finale, { $version }

project-released = Publiée le
project-description = Description
project-files = Fichiers
project-history = Historique des versions
project-details = Détails
project-no-description = Cette version n’a pas de description.
project-no-files = Cette version n’a pas de fichiers.

file-sdist = Distribution source
file-wheel = Wheel
file-tags = Étiquettes de compatibilité
file-hashes = Empreintes
file-metadata = Métadonnées

history-version = Version
history-released = Publiée
history-files = Fichiers
history-older = { $count ->
    [one] { $count } version plus ancienne
   *[other] { $count } versions plus anciennes
}

side-links = Liens
side-roles = Équipe
role-owner = propriétaire
role-maintainer = mainteneur
side-authors = { $count ->
    [one] Auteur
   *[other] Auteurs
}
side-maintainers = { $count ->
    [one] Mainteneur selon les métadonnées
   *[other] Mainteneurs selon les métadonnées
}
side-license = Licence
side-requires-python = Python requis
side-requirements = { $count ->
    [one] Dépendance
   *[other] Dépendances
}
side-extras = Extras
side-keywords = Mots-clés
side-classifiers = Classificateurs
side-machines = Pour les outils
project-downloads = Téléchargements
project-downloads-chart = Téléchargements par des personnes, semaine par semaine
project-downloads-week = Semaine du
project-downloads-none = Aucun téléchargement n’a encore été compté.
project-downloads-quiet = Rien n’a été téléchargé pendant les dernières semaines complètes.
project-downloads-more = Tous les chiffres, en page et en JSON
