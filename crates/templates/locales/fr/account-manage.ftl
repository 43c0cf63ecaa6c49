# Les pages où chacun gère son compte.

manage-menu = Compte
manage-overview = Vue d’ensemble
manage-projects = Vos projets
crumbs = Où vous êtes
manage-addresses = Adresses
manage-password = Mot de passe
manage-two-factor = Seconds facteurs
manage-recovery-codes = Codes de secours
manage-sessions = Sessions
manage-tokens = Jetons d’API
manage-events = Journal d’audit
manage-export = Vos données
manage-delete = Supprimer le compte
manage-change = Modifier
manage-look = Afficher
manage-remove = Retirer
manage-rename = Renommer
manage-back = Revenir sans rien changer

manage-overview-title = Compte
manage-overview-lead = Comment vous vous connectez, qui d’autre le pourrait, et ce qui s’est passé.
manage-standing = Où en est le compte
standing-address = Adresse principale
standing-none = Aucune
standing-since = Membre depuis
standing-factors = { $count ->
    [0] Aucun
    [one] Un
   *[other] { $count }
}
standing-codes = { $count ->
    [0] Aucun ne reste
    [one] Un reste
   *[other] { $count } restent
}
standing-sessions = { $count ->
    [one] Connexion ici seulement
   *[other] { $count } connexions
}
standing-tokens = { $count ->
    [0] Aucun
    [one] Un
   *[other] { $count }
}

remind-title = Ce qui vous attend
remind-address = Aucune de vos adresses n’est vérifiée. Sans elle, vous ne pouvez rien publier, et un mot de passe perdu ne se remplace pas.
remind-address-way = Vérifier une adresse
remind-factor = Seul un mot de passe protège ce compte. Quiconque l’obtient prend votre place.
remind-factor-way = Ajouter un second facteur
remind-waits = Un second facteur attend : il compte dès que vous avez utilisé un code de secours pour montrer que vous les gardez.
remind-waits-way = Utiliser un code
remind-suspended = Une clé de sécurité est suspendue, car il en existe peut-être une copie.
remind-suspended-way = Voir laquelle
remind-one = Vous avez un seul second facteur. S’il se perd, il ne reste que les codes de secours : ajoutez-en un autre.
remind-one-way = En ajouter un autre
remind-no-codes = Il ne reste aucun code de secours. Si vous perdez vos seconds facteurs, personne ne peut vous laisser entrer.
remind-few-codes = Il reste peu de codes de secours.
remind-codes-way = Aller aux codes de secours

done-account-kept = Le compte reste. Rien ne sera supprimé.
done-address-asked = Un message part vers l’adresse. Suivez son lien pour l’ajouter.
done-address-cancelled = L’adresse n’est plus attendue.
done-address-primary = L’adresse est maintenant la principale.
done-address-private = Aucune adresse n’est plus affichée sur votre profil.
done-address-public = L’adresse est maintenant affichée sur votre profil.
done-address-removed = L’adresse a été retirée.
done-code-burned = Le code est utilisé. Vos seconds facteurs comptent.
done-device-revoked = L’appareil est oublié, et ses sessions sont closes.
done-factor-added = Le second facteur a été ajouté.
done-factor-removed = Le second facteur a été retiré. Toutes les autres sessions sont closes.
done-factor-renamed = Le second facteur porte son nouveau nom.
done-password-changed = Le mot de passe a été changé. Toutes les autres sessions sont closes.
done-session-ended = La session est close.
done-sessions-ended = Toutes les autres sessions sont closes, et tous les autres appareils oubliés.
done-token-revoked = Le jeton a été révoqué. Il n’ouvre plus rien.

password-lead = Un nouveau mot de passe clôt toutes les autres sessions et fait oublier tous les autres appareils.
field-current-password = Mot de passe actuel
field-repeat-password = Nouveau mot de passe, encore une fois
password-submit = Changer le mot de passe

addresses-lead = Les messages sur votre compte vont à l’adresse principale ; les alertes, à chaque adresse vérifiée.
addresses-yours = Vos adresses
addresses-none = Le compte n’a pas encore d’adresse.
addresses-waiting = En attente de vous
addresses-waiting-lead = Nous leur avons envoyé un message. Son lien ajoute l’adresse.
address-primary = Principale
address-verified = Vérifiée
address-unverified = Non vérifiée
address-public = Sur votre profil
address-verify = Renvoyer le message
address-make-primary = En faire la principale
address-make-private = L’ôter du profil
address-make-public = L’afficher sur le profil
address-link-until = Le lien fonctionne jusqu’au
address-resend = Le renvoyer
address-cancel = Y renoncer
address-add = Ajouter une adresse
address-add-hint = Nous y envoyons un lien ; l’adresse est à vous dès que vous le suivez.
address-add-submit = Envoyer le lien

factors-lead = Un second facteur s’ajoute au mot de passe : qui n’a que l’un des deux n’entre pas.
factors-order-title = D’abord les codes de secours
factors-order-make = Un second facteur compte dès que vous avez des codes de secours et que vous en avez utilisé un. Vous pouvez en ajouter avant, mais ils attendent.
factors-order-burn = Vous avez des codes de secours. Utilisez-en un pour montrer que vous les gardez ; d’ici là, un second facteur attend.
factors-yours = Vos seconds facteurs
factors-none = Vous n’avez aucun second facteur. Deux valent mieux : si l’un se perd, l’autre vous laisse entrer.
factors-add = Ajouter un second facteur
factor-suspended = Suspendu
factor-suspended-why = Son compteur a reculé, comme celui d’une copie. Retirez-le et ajoutez-en un autre.
factor-waiting = Attend un code de secours
passkey = Clé d’accès
passkey-add = Ajouter une clé d’accès
passkey-what = Sur cet appareil, un téléphone ou une clé : elle vous connecte sans mot de passe. Personne ne peut l’hameçonner.
security-key-add = Ajouter une clé de sécurité
security-key-what = Une clé que vous branchez ou approchez, en plus du mot de passe. Personne ne peut l’hameçonner.
totp-add = Ajouter un authentificateur
totp-what = Une application comme FreeOTP+ ou KeePassXC, qui affiche un code de six chiffres.
keys-off = Les clés de sécurité et les clés d’accès demandent https ou localhost, et un nom d’hôte au lieu d’une adresse IP.
field-factor-name = Nom
field-authenticator-name-hint = Pour le reconnaître, par exemple le téléphone où il se trouve.
field-key-name-hint = Pour la reconnaître, par exemple sa couleur ou l’endroit où vous la gardez.
totp-add-submit = Ajouter l’authentificateur
key-add-submit = Utiliser la clé maintenant
key-cancelled = Le navigateur a renoncé, ou vous. Essayez encore.
key-taken = Cette clé est déjà ajoutée. Utilisez-en une autre.
key-not-here = Ce navigateur n’a ni clés de sécurité ni clés d’accès. Prenez-en un autre, ou ajoutez un authentificateur.
factor-rename = Renommer le second facteur

row-added = Ajouté
row-last-used = Dernier usage
row-never-used = Jamais utilisé
row-last-seen = Vu

codes-lead = Chaque code vous laisse entrer une fois quand vos seconds facteurs sont hors de portée. Gardez-les là où personne d’autre ne regarde.
codes-none = Vous n’avez aucun code de secours.
codes-make = Créer huit codes
codes-left = { $count ->
    [one] Il reste un code
   *[other] Il reste { $count } codes
}
codes-few = Il reste peu de codes de secours
codes-few-lead = Faites-en de nouveaux avant d’utiliser le dernier. Sans eux, perdre un second facteur vous ferme la porte.
codes-burn = Utiliser un code
codes-burn-lead = Saisissez l’un d’eux. Il est alors consommé et montre que vous les gardez : vos seconds facteurs comptent dès lors.
codes-burn-again = Vérifier que vous les avez encore
codes-burn-again-lead = Saisissez l’un d’eux. Il est alors consommé.
codes-burn-submit = L’utiliser
codes-replace = Créer de nouveaux codes
codes-replace-lead = Huit nouveaux ; les anciens prennent fin. Faites-le quand il en reste peu ou si quelqu’un a pu les voir.
codes-replace-way = Créer de nouveaux codes
codes-new-title = Vos codes de secours
codes-download = Télécharger
codes-print = Imprimer
codes-new-next = Les avez-vous gardés ? Utilisez-en un ensuite, pour que vos seconds facteurs comptent.
codes-new-kept = Je les ai gardés

sessions-lead = Où vous êtes connecté. Mettez fin à ce que vous ne connaissez pas, puis changez de mot de passe.
sessions-yours = Sessions
sessions-none = Vous n’êtes connecté nulle part.
sessions-end-all = Se déconnecter partout ailleurs
session-current = Celle-ci
session-end = La clore
session-since = Depuis
device-unnamed = Un programme sans nom
devices-yours = Appareils connus
devices-lead = Depuis eux, vous vous connectez sans répondre à un message. Un appareil mémorisé n’a pas besoin de second facteur pendant 30 jours.
devices-none = Le compte ne connaît encore aucun appareil.
device-remembered = Mémorisé jusqu’au
device-revoke = L’oublier
method-password = Mot de passe
method-totp = Mot de passe et authentificateur
method-security-key = Mot de passe et clé de sécurité
method-passkey = Clé d’accès
method-recovery-code = Mot de passe et code de secours
method-remembered-device = Mot de passe sur un appareil mémorisé
method-setup = Première mise en service

tokens-lead = Les outils publient avec un jeton au lieu de votre mot de passe. Donnez à chaque machine le sien.
tokens-yours = Vos jetons
tokens-none = Vous n’avez aucun jeton d’API.
token-expired = Expiré
token-whole-account = Compte entier
token-whole-account-hint = Tous vos projets, et de nouveaux. Qui a le jeton peut publier dans tous.
token-some-projects = Seulement ces projets
token-no-projects = Un jeton pour un seul projet se crée après son premier envoi.
token-expires = Expire le
token-never-expires = N’expire jamais
token-revoke = Révoquer
token-make = Créer un jeton
field-token-name = Nom
field-token-name-hint = Où il sert, par exemple la machine ou la chaîne d’intégration.
field-token-scope = Où peut-il publier ?
field-token-days = Quand expire-t-il ?
token-days = Dans { $count } jours
token-never = Jamais
token-make-submit = Créer le jeton
token-new-title = Votre nouveau jeton
token-use = Publier avec lui
token-use-lead = Les outils de publication demandent un mot de passe ou prennent un jeton : donnez-leur celui-ci. Le nom d’utilisateur est toujours __token__.
token-new-kept = Je l’ai gardé

events-lead = Ce qui est arrivé à votre compte, du plus récent au plus ancien. Réseaux et navigateurs sont oubliés après un an.
events-none = Rien n’est encore arrivé.
events-pages = Pages de la liste
events-page = Page { $page } sur { $pages }
events-newer = Plus récents
events-older = Plus anciens
event-not-own = Pas par vous
event-by = Par { $user }
event-by-index = Par un opérateur, ou par l’index lui-même
event-unknown = Autre chose s’est passé

export-lead = Tout ce que cet index sait de votre compte, en un fichier JSON.
export-without = Les secrets n’y sont pas : mots de passe, clés, jetons et codes sont conservés de sorte que personne ne puisse les lire.
export-submit = Télécharger

delete-lead = Vos projets restent, et ce que d’autres ont installé aussi ; votre compte disparaît.
delete-scheduled = Ce compte va être supprimé
delete-scheduled-until = D’ici là il fonctionne comme avant, et on peut le garder :
delete-undo = Pendant 7 jours rien ne se passe : le compte fonctionne comme avant, et un lien dans un message à vos adresses annule la suppression.
delete-after = Ensuite : adresses, facteurs, sessions, jetons et journal sont effacés pour de bon.
delete-stays = Votre nom d’utilisateur reste pris pour toujours, afin que personne ne se fasse passer pour vous.
delete-export-first = Télécharger d’abord vos données
delete-projects-first = Occupez-vous d’abord de vos projets
field-delete-username = Pour confirmer, saisissez votre nom d’utilisateur : { $user }
delete-submit = Supprimer le compte
undo-title = Garder ce compte ?
undo-lead = Le compte { $user } va être supprimé. On peut le garder jusqu’au
undo-submit = Garder le compte
undo-done-title = Le compte reste
undo-done-lead = Le compte { $user } est comme avant.

confirm-title = Confirmer
confirm-address = Retirer cette adresse ?
confirm-address-text = Elle ne reçoit plus de messages sur votre compte et ne peut plus remplacer un mot de passe perdu.
confirm-factor = Retirer ce second facteur ?
confirm-factor-text = Il ne vous laisse plus entrer. Toutes les autres sessions sont closes, et les autres appareils oubliés.
confirm-codes = Créer de nouveaux codes de secours ?
confirm-codes-text = Les codes que vous avez prennent fin aussitôt.
confirm-codes-submit = Créer de nouveaux codes
confirm-session = Clore cette session ?
confirm-session-text = Qui l’utilise devra se connecter à nouveau.
confirm-sessions = Se déconnecter partout ailleurs ?
confirm-sessions-text = Toutes les autres sessions sont closes, et tous les autres appareils oubliés. Vous restez connecté ici.
confirm-device = Oublier cet appareil ?
confirm-device-text = Ses sessions sont closes. La prochaine connexion y demande un message ou un second facteur.
confirm-token = Révoquer ce jeton ?
confirm-token-text = Tout ce qui publie avec lui cesse aussitôt de fonctionner. Un jeton révoqué ne revient jamais.
