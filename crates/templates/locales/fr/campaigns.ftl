# Les campagnes : ce qui a été écrit, et à qui, au sujet des obligations et des désignations.

campaigns-lead = À qui l’on écrit quand un projet devient critique et quand une échéance est annoncée, approche et arrive : à toute personne concernée qui n’y satisfait pas, une fois par occasion. Une minute compte au plus { $count } messages, tous nœuds réunis.
campaigns-written = Ce qui a été écrit
campaigns-caption = La plus récente vient en premier. Une occasion est sautée quand une autre l’a rattrapée, quand son échéance a été déplacée ou quand son obligation a pris fin.
campaigns-none = Rien n’a encore été écrit : aucune échéance n’a été annoncée et aucun projet n’a été désigné.
campaigns-unreachable-hint = On ne peut pas écrire à qui n’a pas d’adresse principale vérifiée. L’avis reste visible sur le site.
campaigns-upcoming = La suite
campaigns-upcoming-caption = La prochaine vient en premier, selon les obligations d’aujourd’hui.
campaigns-upcoming-none = Rien n’est prévu : aucune obligation n’a d’échéance à venir.
campaigns-failed = Messages en échec
campaigns-failed-caption = Le plus récent vient en premier.
campaigns-failed-none = Aucun message n’a échoué.
campaign-occasion = Occasion
campaign-due = Date prévue
campaign-deadline = Échéance
campaign-state = État
campaign-people = Destinataires
campaign-sent = Envoyés
campaign-waiting = En attente
campaign-failed = Échecs
campaign-unreachable = Injoignables
campaign-person = Personne
campaign-written-at = Écrit
campaign-error = Réponse du serveur de courrier
campaign-progress = Personnes à qui l’on a écrit
campaign-left = { $count ->
    [one] encore { $count } personne
   *[other] encore { $count } personnes
}
campaign-days-before = { $count ->
    [one] { $count } jour avant
   *[other] { $count } jours avant
}
campaign-designation = Désignation
campaign-announcement = Annonce
campaign-reminder = Rappel
campaign-enforcement = Entrée en vigueur
campaign-cohort-critical = personnes des projets critiques
campaign-cohort-managers = toute personne qui gère un projet
campaign-cohort-everyone = tout le monde
campaign-cohort-selected = personnes et projets désignés
campaign-cohort-owner-opt-in = projets dont les propriétaires l’exigent
campaign-running = en cours
campaign-finished = terminée
campaign-skipped = sautée
