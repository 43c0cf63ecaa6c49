# Autour de chaque page, et les petits mots de toutes.

skip-to-content = Aller au contenu
navigation-site = Site
navigation-page = Sur cette page
link-simple-index = Index simple
link-publish = Publier
link-sign-in = Se connecter
link-admin = Administration
link-sign-out = Se déconnecter
footer-what = Un index de paquets Python, servi par Fromagerie

copy = Copier
copied = Copié
copy-line = Copier la ligne pour { $what }
placeholder-project = PROJET
placeholder-user = NOM

size-bytes = { $amount } o
size-kilobytes = { $amount } ko
size-megabytes = { $amount } Mo
size-gigabytes = { $amount } Go
size-terabytes = { $amount } To
link-stats = Statistiques
site-banners = Avis des opérateurs
