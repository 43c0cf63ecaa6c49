# Mandats : ce qui est dit aux personnes concernées, et les mots des pages des opérateurs.

gate-publish = publier des fichiers et créer des projets
gate-releases = retirer, archiver et supprimer
gate-people = les rôles, les invitations et le travail des opérateurs
gate-credentials = les jetons d’API et les éditeurs de confiance
gate-organizations = les organisations

cohort-critical = tous ceux qui ont un rôle sur un projet critique
cohort-managers = tous ceux qui ont un rôle sur un projet ou une organisation
cohort-everyone = tous ceux qui ont un compte
cohort-selected = des personnes et des projets que les opérateurs ont nommés
cohort-owner-opt-in = tous ceux qui ont un rôle sur un projet dont les propriétaires l’exigent

strength-any = un second facteur quelconque
strength-phishing-resistant = une clé de sécurité ou une clé d’accès

mandate-region = Ce que cet index exige de vous
mandate-announced = Il vous faudra un second facteur à partir du
mandate-announced-key = Il vous faudra une clé de sécurité ou une clé d’accès à partir du
mandate-announced-what = Sans cela, ceci vous sera alors fermé :
mandate-concerns = La règle vaut pour
mandate-closed = Quelque chose vous est fermé tant que vous n’avez pas ajouté ou présenté un second facteur
mandate-closed-key = Quelque chose vous est fermé tant que vous n’avez pas ajouté ou présenté une clé de sécurité ou une clé d’accès
mandate-closed-what = Vous sont fermés :
mandate-since = La règle est en vigueur depuis le
mandate-open = Lire, télécharger et se connecter restent ouverts.
mandate-enrol = Ajouter un second facteur
mandate-enrol-key = Ajouter une clé de sécurité ou une clé d’accès
mandate-show = Présenter votre second facteur
mandate-show-key = Présenter votre clé de sécurité ou votre clé d’accès
mandate-help = De quoi il s’agit
mandate-back = Ensuite, vous reviendrez où vous étiez.
mandate-tokens-list = Vos jetons d’API se révoquent comme toujours
mandate-tokens-closed = D’ici là, vous ne pouvez pas créer de jetons. Ceux qui suivent se révoquent comme toujours.

## Les pages des opérateurs.

mandates-lead = Qui doit avoir un second facteur, pour quoi, et à partir de quand. La règle la plus stricte qui concerne quelqu’un l’emporte ; lire, télécharger, se connecter et s’équiper restent toujours ouverts.
mandate-schedule = Prévoir un mandat
mandate-schedule-lead = Regardez d’abord qui il arrêterait ; rien n’est écrit avant que vous ne le prévoyiez.
mandate-impact = Qui est arrêté
mandate-history = Historique
mandate-timeline = Chronologie
mandates-none = Aucun mandat n’est en vigueur : personne n’a besoin d’un second facteur.
mandates-all = Tous les mandats
mandate-turn-announced = Annonce
mandate-turn-reminded = Rappel
mandate-turn-enforced = Entrée en vigueur
mandate-days-before = { $count ->
    [one] un jour avant l’échéance
   *[other] { $count } jours avant l’échéance
}
mandate-default = le mandat d’un index neuf
mandate-ended = terminé
mandate-written = Écrit le
mandate-ended-at = Terminé le
mandate-by-command = par commande
mandate-look = Regarder
mandate-change = Modifier
mandate-presets = Plans tout faits
preset-critical-first = Les projets critiques d’abord
preset-critical-first-text = Tous ceux qui ont un rôle sur un projet critique dans 90 jours, tous ceux qui gèrent un projet dans un an ; les deux sont annoncés tout de suite.
preset-everybody = Tout le monde d’ici la fin de l’année
preset-everybody-text = Tous ceux qui gèrent un projet ou une organisation, à partir du prochain 1er janvier ; annoncé tout de suite.
preset-writes = Ce qu’il écrit
preset-replaces = Le mandat d’un index neuf prend fin avec lui, s’il est encore en vigueur.
preset-submit = Écrire ces mandats
mandate-gates-caption = Les portes que le mandat ferme, en UTC
mandate-gate = Porte
mandate-announce = Annoncée
mandate-enforce = Fermée
mandate-state = État
mandate-state-planned = prévue
mandate-state-announced = annoncée
mandate-state-enforced = en vigueur
mandate-asks = Exige
mandate-reminds = Rappels, en jours avant :
mandate-users = Comptes nommés :
mandate-projects = Projets nommés :
mandate-reason = Raison :
mandate-cohort = Qui est concerné
mandate-strength = Ce qui est exigé
mandate-gates = Ce qui est fermé
mandate-preview = Voir qui il arrête
mandate-schedule-submit = Le prévoir
mandate-title = Un mandat
mandate-gate-closes = Le mandat ferme ceci
mandate-edit-submit = Modifier le mandat
mandate-end = Y mettre fin
mandate-end-text = Un mandat terminé n’arrête plus personne. Il ne peut être repris ; son historique reste.
mandate-end-submit = Mettre fin au mandat
mandate-history-lead = Qui a prévu, modifié et terminé quoi, du plus récent au plus ancien.
mandate-history-caption = Changements, du plus récent au plus ancien
mandate-history-when = Quand
mandate-history-change = Changement
mandate-history-by = Par
mandate-history-what = Quoi
mandate-history-none = Rien n’a encore été changé.
mandate-change-scheduled = prévu
mandate-change-edited = modifié
mandate-change-ended = terminé
field-mandate-users = Comptes nommés
field-mandate-users-hint = Seulement pour des personnes et des projets nommés : un compte par ligne.
field-mandate-projects = Projets nommés
field-mandate-projects-hint = Seulement pour des personnes et des projets nommés : un projet par ligne.
field-mandate-announce = Annoncé le
field-mandate-enforce = En vigueur le
field-mandate-instant-hint = En UTC : `2027-01-01`, `2027-01-01T08:00:00Z` ou `now`.
field-mandate-reminders = Rappels
field-mandate-reminders-hint = Jours avant l’échéance, séparés par des virgules ; vide pour aucun.
field-mandate-reason = Raison
field-mandate-reason-hint = L’historique la garde. Elle est exigée quand une échéance se rapproche.
field-mandate-replaces = Mettre fin au mandat d’un index neuf
field-mandate-replaces-hint = Tant qu’il est en vigueur, qui gère un projet a déjà besoin d’un second facteur, et une règle plus tardive pour les mêmes personnes ne change rien.
field-mandate-insists = Rapprocher une échéance connue à moins de 14 jours
field-mandate-insists-hint = On avait annoncé un autre moment. Dites plus haut pourquoi.
field-mandate-end-reason = Raison
impact-lead = Compté d’après les mandats tels qu’ils sont, à n’importe quel instant.
impact-at = Le
impact-people = { $count ->
    [0] personne n’est arrêté
    [one] une personne est arrêtée
   *[other] { $count } personnes sont arrêtées
}
impact-projects = { $count ->
    [one] un projet concerné
   *[other] { $count } projets concernés
}
impact-nobody = Personne n’est alors arrêté.
impact-gates-caption = Qui chaque porte arrête
impact-names-caption = Qui est arrêté, par nom de compte
impact-column-people = Personnes
impact-column-projects = Projets
impact-column-closed = Sans plus personne
impact-column-cohorts = Par règle
impact-column-user = Compte
impact-column-stopped = Ce qui leur est fermé
impact-column-asked = Exigé
impact-column-their-projects = Projets
impact-more-projects = et { $count } de plus
impact-more = Et { $count } personnes de plus ; le fichier CSV de la page « qui est arrêté » les nomme toutes.
impact-of-plan = Qui le plan arrête une fois en vigueur
impact-in-the-end = Qui est arrêté une fois le tout en vigueur, en l’état d’aujourd’hui
impact-result = Résultat
impact-csv = Télécharger en CSV
impact-submit = Compter
field-impact-at = Le
done-mandate-scheduled = Le mandat est prévu.
done-mandate-edited = Le mandat est modifié.
done-mandate-ended = Le mandat a pris fin.
done-preset-written = Les mandats du plan tout fait sont prévus.

## Ce que des propriétaires exigent des gens de leur projet.

project-factor = Second facteur
project-factor-title = Pour travailler sur { $project }, il faut …
project-factor-lead = Les propriétaires d’un projet peuvent exiger un second facteur de tous ceux qui y ont un rôle, au-delà de ce que l’index exige. Cela vaut tout de suite, chacun en est averti par courriel, et sans second facteur on ne peut ni publier sur le projet ni le modifier.
project-factor-now = Exigé à présent :
project-factor-nothing = Les propriétaires n’exigent rien de leur part.
project-factor-choice = Exiger de tous ceux qui ont un rôle
project-factor-none = rien au-delà de ce que l’index exige
project-factor-own = Vous ne pouvez exiger que ce que vous avez vous-même.
project-factor-submit = L’exiger
done-project-factor-set = La règle du projet est fixée, et tous ceux qui y ont un rôle en ont été avertis.
