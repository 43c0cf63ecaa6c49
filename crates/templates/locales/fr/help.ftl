# Aide : ce que citent les refus, et des recettes pour les outils.

link-help = Aide
help-title = Aide
help-lead = Comment installer depuis cet index, comment y publier, et que faire quand il refuse.
help-all = Toutes les rubriques d’aide
help-why = Pourquoi
help-ways = Que faire

placeholder-file = FICHIER.whl
placeholder-address = ADRESSE
placeholder-password = MOT_DE_PASSE

help-once = une commande
help-always = désormais
help-once-per-project = dans un projet
help-first-time = d’abord
help-then = puis
help-in-pyproject = Ou pour tout un projet, dans son pyproject.toml :
help-environment = En intégration continue
help-credentials = Si un mot de passe est demandé

help-installing-title = Installer depuis cet index
help-installing-lead = Tout outil qui lit un index de paquets Python lit celui-ci. Indiquez-lui l’adresse une fois.
help-extra-index = Préférez cela à --extra-index-url : entre deux index, pip prend la version la plus haute de l’un ou de l’autre, et un inconnu l’y a peut-être mise.
help-environment-lead = Deux variables suffisent à pip, à uv et aux outils qui les appellent :
help-credentials-install = Pour la lecture, cet index n’en demande pas. Si un serveur mandataire placé devant lui le fait, gardez le mot de passe hors des adresses et des fichiers partagés :
help-credentials-host = Un fichier .netrc et un trousseau gardent un seul mot de passe pour tout l’hôte { $host }. Si plusieurs index y vivent, un même jeton doit valoir pour tous, ou chaque adresse nomme son propre utilisateur.
help-credentials-uv = uv les prend dans des variables qui portent le nom de l’index, Poetry dans ses propres réglages :

help-publishing-title = Publier sur cet index
help-publishing-lead = Construisez une distribution source et un wheel, puis envoyez-les avec l’outil que vous avez.
help-token = D’abord, un jeton d’API
help-token-lead = Les outils publient avec un jeton, jamais avec votre mot de passe. Sur le serveur, on l’obtient ainsi :
help-token-use = Son nom d’utilisateur est __token__, et le jeton est le mot de passe. Donnez à chaque machine son propre jeton, pour les seuls projets dont elle a besoin.
help-uv-token = Donnez le jeton dans UV_PUBLISH_TOKEN. Pour retenir les adresses, écrivez-les dans pyproject.toml :
help-pypirc = Pour retenir l’adresse :
help-keyring = Le jeton a sa place dans le trousseau de votre système, où twine le cherche :
help-flit = Flit lit l’adresse dans le fichier .pypirc de twine, ci-dessus.
help-environment-publish = Gardez le jeton parmi les secrets et transmettez-le par une variable :

help-file-name-reuse-title = Un nom de fichier ne sert qu’une fois
help-file-name-reuse-lead = Un nom qu’un fichier a porté ici n’est jamais donné à un autre, même une fois le premier supprimé.
help-file-name-reuse-why = Des fichiers de verrouillage et des caches du monde entier retiennent un nom avec son empreinte. Si le contenu changeait, des installations échoueraient, et personne ne distinguerait une correction d’une attaque.
help-file-name-reuse-way-version = Donnez un nouveau numéro de version à ce qui a changé, construisez de nouveau et publiez le résultat.
help-file-name-reuse-way-post = Si seul l’empaquetage était fautif, une post-version comme 1.0.post1 le dit bien.
help-file-name-reuse-way-again = Renvoyer exactement le même fichier reste permis : la réponse est un succès et rien ne change.

help-file-size-limit-title = Taille d’un fichier
help-file-size-limit-lead = Sur cet index, un fichier peut peser { $limit } Mio, sauf si son projet a sa propre limite.
help-file-size-limit-why = Qui installe un projet en télécharge les fichiers encore et encore, et un miroir les garde tous.
help-file-size-limit-way-look = Regardez ce qu’il contient : données de test, modèles et symboles de débogage y voyagent souvent par erreur.
help-file-size-limit-way-ask = Demandez à l’administration de cet index de relever la limite du projet, en disant la taille du fichier et la raison.

help-project-size-limit-title = Taille d’un projet
help-project-size-limit-lead = Sur cet index, tous les fichiers d’un projet peuvent peser ensemble { $limit } Mio, sauf s’il a sa propre limite.
help-project-size-limit-why = La place est partagée. Un projet qui publie chaque nuit peut la remplir sans que personne ne le remarque.
help-project-size-limit-way-delete = Faites supprimer d’anciennes versions que personne n’épingle. Leurs noms de fichiers restent pris.
help-project-size-limit-way-ask = Demandez à l’administration de cet index de relever la limite du projet.

help-project-name-title = Noms de projets
help-project-name-lead = Des lettres, des chiffres, et . _ - entre eux. Ni les majuscules ni la sorte de séparateur ne comptent : Mon.Projet et mon-projet sont un seul nom.
help-project-name-why = On tape les noms de mémoire. Un nom qui ressemble à un autre, ou à une partie de Python, mènerait au mauvais endroit.
help-project-name-way-library = Un module de la bibliothèque standard de Python n’est pas un nom de projet.
help-project-name-way-similar = Ni un nom qu’on prend aisément pour celui d’un projet existant, comme avec l et 1 ou o et 0.
help-project-name-way-prohibited = L’administration de cet index peut avoir réservé un nom ; demandez-lui s’il doit être le vôtre.
help-project-name-way-retired = Le nom d’un projet supprimé ne revient qu’à qui en était propriétaire, ou à qui l’administration le rend.

help-two-factor-title = Un second facteur, et à qui il en faut un
help-two-factor-lead = Cet index peut exiger un second facteur de ceux dont d’autres installent le travail. Une règle (un mandat) dit de qui, pour quoi, et à partir de quand ; un avis sur chaque page le dit à ceux qu’elle concerne.
help-two-factor-why = Un mot de passe volé ne doit pas suffire pour changer ce que d’autres installent. La règle la plus stricte qui vous concerne l’emporte ; dans un refus, `critical` désigne tous ceux qui ont un rôle sur un projet critique, `managers` tous ceux qui ont un rôle sur un projet, `selected` des personnes et des projets que les opérateurs ont nommés, `owner-opt-in` tous ceux d’un projet dont les propriétaires l’exigent.
help-two-factor-way-add = Connectez-vous et ajoutez une application d’authentification, une clé de sécurité ou une clé d’accès sur la page de vos seconds facteurs : ce qui était fermé s’ouvre aussitôt.
help-two-factor-way-key = Quand la force est `phishing-resistant`, seule compte une clé de sécurité ou une clé d’accès ; une application d’authentification ne suffit pas.
help-two-factor-way-show = Si vous en avez un sans vous en être servi dans cette session, il vous est demandé de le présenter.
help-two-factor-way-recovery = Gardez les codes de secours là où vous les retrouverez sans votre téléphone.
help-two-factor-way-token = Les outils publient avec un jeton d’API et ne demandent pas de code : pour un jeton compte ce qu’a son compte, et le même jeton fonctionne de nouveau dès que le compte a un facteur.
help-two-factor-way-publisher = Un éditeur de confiance n’a pas de compte et n’est pas concerné.
help-two-factor-way-owners = Les propriétaires d’un projet peuvent exiger un second facteur de tous ceux qui y ont un rôle, sur la page du projet.
help-two-factor-way-open = Lire, télécharger, se connecter, changer son mot de passe et ses adresses, révoquer des jetons et ajouter un facteur ne sont jamais fermés.
help-two-factor-way-operator = Un opérateur peut créer un compte avec son second facteur, et remettre le secret pour l’application d’authentification.

