home-what = Index de paquets Python
home-lead = Une maison pour les paquets Python. Ce qui est publié ici s’installe avec pip, uv et tous les outils qui lisent un index de paquets.

counter-projects = { $count ->
    [one] projet
   *[other] projets
}
counter-releases = { $count ->
    [one] version
   *[other] versions
}
counter-files = { $count ->
    [one] fichier
   *[other] fichiers
}

home-newest = Dernières versions
home-install = Installer depuis cet index
home-install-lead = Indiquez cet index à votre outil, à chaque commande ou dans sa configuration.
home-install-more = Installer avec d’autres outils
home-publish-more = Publier avec d’autres outils
home-publish = Publier ici
home-publish-lead = Construisez votre projet, puis envoyez le contenu de son dossier dist, avec un jeton d’API comme mot de passe.

home-empty-title = Aucun projet pour l’instant
home-empty-lead = Les étagères sont propres et la cave est fraîche. Trois étapes pour y déposer le premier projet :
home-step-token = Sur le serveur, créez un jeton d’API. Il n’est affiché qu’une fois.
home-step-build = Dans votre projet, construisez une distribution source et un wheel.
home-step-publish = Envoyez-les ici, avec le jeton.
