critical-title = Projets critiques
critical-lead = Des projets dont dépendent énormément de gens : le premier pour cent par téléchargements des 183 derniers jours, et ceux que les opérateurs nomment avec une raison. Une désignation reste jusqu’à ce qu’un opérateur la retire.
critical-count = { $count ->
    [0] Aucun projet n’est critique
    [one] Un projet est critique
   *[other] { $count } projets sont critiques
}
critical-counted-to = Téléchargements comptés jusqu’au
critical-history = Historique des désignations
critical-search = Partie d’un nom
critical-search-submit = Chercher
critical-caption = Projets critiques, le meilleur rang d’abord
critical-found = { $count ->
    [one] Un projet critique a cela dans son nom
   *[other] { $count } projets critiques ont cela dans leur nom
}
critical-found-none = Aucun projet critique n’a cela dans son nom.
critical-none = Aucun projet n’est critique. Avec moins de 100 projets, personne ne l’est par le rang.
critical-project = Projet
critical-reason = Raison
critical-rank = Rang
critical-downloads = Téléchargements
critical-since = Critique depuis
critical-rank-hint = Le rang et les téléchargements sont ceux du jour de la désignation. Les robots et les miroirs ne comptent pas.
critical-reason-rank = rang par téléchargements
critical-reason-operator = choix d’un opérateur
critical-reason-dependency = cet index repose dessus
critical-pages = Pages de la liste
critical-page = Page { $page } sur { $pages }
critical-previous = Page précédente
critical-next = Page suivante
critical-machines = Pour les programmes
critical-machines-text = La même liste en JSON, 500 projets par page.

critical-history-lead = Ce qui a été désigné, ce que les opérateurs ont retiré, et ce qui a été supprimé alors qu’il était critique.
critical-history-caption = Changements des désignations, le plus récent d’abord
critical-history-none = Rien n’a jamais été désigné.
critical-when = Quand
critical-change = Changement
critical-change-designated = désigné
critical-change-withdrawn = retiré
critical-change-deleted = projet supprimé

critical-admin-lead = Chaque nuit, les projets du premier pour cent sont désignés. Ici vous en désignez un quel que soit son rang, ou vous retirez une désignation.
critical-admin-list = La liste publique
critical-admin-change = Désigner ou retirer
field-critical-project = Nom du projet
field-critical-reason = Raison
field-critical-reason-hint = Une ligne. Elle figure dans l’historique public et dans le journal d’audit du projet.
critical-designate-submit = Désigner
critical-withdraw-submit = Retirer
critical-withdraw-hint = Ce que vous retirez n’est plus désigné par le rang ; seul un opérateur le fait.
critical-runs = Calculs
critical-runs-caption = Les calculs les plus récents
critical-runs-none = Rien n’a encore été calculé. Le travail tourne chaque nuit à 03:00 UTC.
critical-run-at = Quand
critical-run-mode = Sommes
critical-run-full = chaque jour à nouveau
critical-run-incremental = de jour en jour
critical-run-agreed = d’accord
critical-run-disagreed = pas d’accord
critical-run-counted-to = Compté jusqu’au
critical-run-eligible = Projets
critical-run-critical = Critiques
critical-run-added = Nouveaux
critical-run-threshold = Téléchargements minimaux
done-project-designated = Le projet est critique dès maintenant ; les personnes concernées en sont averties.
done-project-withdrawn = La désignation est retirée.
