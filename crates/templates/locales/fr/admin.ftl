# What stands on every page of operators. Each room has a file of its own beside this one.

admin-title = Administration
admin-lead = Ce que les opérateurs décident pour tout le monde. Chaque changement est consigné à votre nom.
admin-menu = Administration
admin-overview = Vue d’ensemble

admin-invitations = Invitations
admin-invitations-text = Qui peut créer un compte, et qui y a été invité.
admin-mandates = Obligations
admin-mandates-text = Qui doit avoir un second facteur, à partir de quand, et qui serait arrêté.
admin-critical = Projets critiques
admin-critical-text = Les projets dont dépend la plus grande partie de l’index.
admin-campaigns = Campagnes
admin-campaigns-text = Les rappels envoyés à ceux qu’une obligation concerne.
admin-security-keys = Clés de sécurité
admin-security-keys-text = Les clés offertes aux mainteneurs des projets critiques.
admin-recovery = Récupération de comptes
admin-recovery-text = Ceux qui ont perdu tout accès et demandent de l’aide.
admin-switches = Interrupteurs
admin-switches-text = Les fonctions du site que l’on peut couper.
admin-figures = Chiffres du second facteur
admin-figures-text = Combien de comptes sont protégés, jour après jour.

done-invitation-sent = L’invitation est en route.
done-invitation-cancelled = L’invitation est annulée ; son lien ne fonctionne plus.
done-registration-set = La façon de s’inscrire est fixée, dès maintenant.

invitations-lead = Qui ouvre le lien d’une invitation crée un compte avec l’adresse à laquelle elle a été envoyée.
invitations-send = Inviter quelqu’un
invitations-send-submit = Envoyer l’invitation
invitations-list = Invitations
invitations-caption = Les plus récentes d’abord. Une invitation terminée reste ici quelque temps.
invitations-none = Personne n’a encore été invité.
field-invitation-email = Adresse électronique
field-invitation-email-hint = Une invitation antérieure de cette adresse prend fin.
field-invitation-language = Langue du message
invitation-address = Adresse
invitation-state = État
invitation-inviter = Invité par
invitation-sent = Envoyée
invitation-until = Utilisée, ou valable jusqu’au
invitation-act = Que faire
invitation-open = ouverte
invitation-used = utilisée
invitation-expired = expirée
invitation-by-command = la ligne de commande
invitation-cancel = Annuler
registration-submit = Enregistrer
