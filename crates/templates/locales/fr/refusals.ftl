# Un message par code de refus : sa clé est `refusal-` suivi du code.
# Les paramètres sont ceux du refus ; `reason` est une ligne en anglais venue du fond.

## Ce que quelqu’un veut faire ; d’autres messages le disent au milieu d’une phrase.

refusal-action = { $action ->
    [create-project] créer le projet
    [publish] publier dans le projet
    [yank] retirer des versions du projet
    [unyank] rétablir des versions du projet
    [archive] archiver le projet
    [unarchive] désarchiver le projet
    [delete-project] supprimer le projet
    [delete-release] supprimer des versions du projet
    [delete-file] supprimer des fichiers du projet
    [create-token] créer des jetons d’API
    [revoke-token] révoquer des jetons d’API
    [manage-roles] gérer les rôles du projet
    [read-events] lire le journal d’audit du projet
    [read-account] lire ce que l’on sait d’un compte
    [manage-addresses] gérer des adresses électroniques
    [change-password] changer un mot de passe
    [manage-factors] gérer des seconds facteurs
    [delete-account] supprimer un compte
    [quarantine] mettre le projet en quarantaine
    [set-limits] fixer les limites du projet
    [manage-names] interdire ou libérer des noms
    [invite] inviter des personnes
    [manage-accounts] gérer les comptes des autres
    [read-admin] lire les pages des opérateurs
    [manage-mandates] planifier des mandats
    [manage-critical] désigner des projets critiques
    [manage-giveaway] offrir des clés de sécurité
    [judge-recovery] juger les récupérations de compte
    [manage-switches] fermer et rouvrir des fonctions du site
    [require-factor] exiger un second facteur pour le projet
   *[other] faire cela
}

## Permission

refusal-account-not-active = Le compte ne peut pas agir : `{ $username }`. La personne qui administre l’index peut dire pourquoi.
refusal-token-revoked = Le jeton d’API a été révoqué. Créez-en un autre.
refusal-token-caveat = Le jeton d’API ne vaut pas pour cela. La raison, en anglais : { $reason }
refusal-not-by-token = Un jeton d’API ne permet pas de { refusal-action }. Un propriétaire le fait sur le site, ou la personne qui administre l’index par commande.
refusal-no-role = Le compte `{ $username }` n’a pas le droit de { refusal-action } : `{ $project }`. Demandez un rôle à l’un de ses propriétaires.
refusal-project-archived = Le projet est archivé et n’accepte aucun changement : `{ $project }`. Un propriétaire peut le désarchiver.
refusal-project-quarantined = Le projet est en quarantaine et n’accepte aucun changement : `{ $project }`. La décision appartient à ses examinateurs.
refusal-unverified-address = Le compte n’a pas d’adresse électronique principale vérifiée : `{ $username }`. Vérifiez-la sur la page du compte, puis réessayez.
refusal-second-factor-required = L’authentification à deux facteurs est exigée pour { refusal-action } depuis le { $since } (mandat `{ $cohort }`, force `{ $strength }`). { $remedy ->
    [enrol-key] Le compte `{ $username }` doit ajouter une clé de sécurité ou une clé d’accès sur la page du compte.
    [step-up] Le compte `{ $username }` doit présenter le second facteur dans cette session.
    [step-up-by-key] Le compte `{ $username }` doit présenter la clé de sécurité ou la clé d’accès dans cette session.
   *[enrol] Le compte `{ $username }` doit ajouter un second facteur sur la page du compte.
} Voir /help/two-factor/.
refusal-not-by-publisher = Un éditeur de confiance ne peut pas { refusal-action } : `{ $project }`. Il publie sur les projets qui lui font confiance et ne fait rien d’autre.

## Mandats

refusal-mandate-no-gates = Un mandat ferme au moins une porte. Choisissez-en.
refusal-mandate-gate-twice = La porte est nommée deux fois : `{ $gate }`
refusal-mandate-enforce-before-announce = La porte se fermerait avant d’être annoncée : `{ $gate }`. Fermez-la le { $announce } ou plus tard.
refusal-mandate-enforce-in-past = L’échéance de la porte `{ $gate }` est passée : `{ $at }`. Écrivez `now` pour la fermer tout de suite.
refusal-mandate-deadline-earlier = On avait annoncé { $was } pour la porte `{ $gate }`, et { $becomes } laisse moins de 14 jours. Choisissez un moment plus tardif, ou insistez en donnant une raison.
refusal-mandate-stronger-too-soon = La porte `{ $gate }` demanderait un facteur plus fort dans moins de 14 jours. Prévoyez un second mandat avec une échéance plus tardive, ou insistez en donnant une raison.
refusal-mandate-reminders = Les rappels sont au plus 10 nombres de jours, de 1 à 365, avant l’échéance : `{ $days }`
refusal-mandate-contradicts = Un autre mandat de cette cohorte ferme déjà la porte `{ $gate }` : `{ $mandate }`. Modifiez-le ou mettez-y fin, ou prévoyez un facteur plus fort pour plus tard.
refusal-mandate-unknown = Aucun mandat n’a cet identifiant : `{ $id }`. La page des mandats en donne la liste.
refusal-mandate-ended = Le mandat a pris fin et ne change plus : `{ $id }`. Prévoyez-en un autre.
refusal-mandate-no-such-user = Aucun compte actif n’a ce nom : `{ $username }`. Rien n’a été changé.
refusal-mandate-no-such-project = Aucun projet n’a ce nom : `{ $project }`. Rien n’a été changé.
refusal-mandate-nobody-named = Un mandat pour des personnes choisies nomme au moins un compte ou un projet.
refusal-mandate-names-without-selection = Seul un mandat pour des personnes choisies nomme des comptes et des projets ; celui-ci est `{ $cohort }`.
refusal-mandate-too-many-names = La liste nomme plus de { $most } comptes ou projets. Prenez une autre cohorte.
refusal-mandate-reason-missing = Il manque une raison. On demandera pourquoi, et l’historique garde la réponse.
refusal-mandate-reason-too-long = La raison dépasse { $most } caractères.
refusal-mandate-instant = L’instant ne peut être lu : `{ $text }`. Écrivez `2027-01-01T00:00:00Z`, `2027-01-01` ou `now`.
refusal-own-factor-too-weak = Votre compte n’a pas ce que vous exigeriez des autres : un facteur de la force `{ $strength }`. Ajoutez-en un d’abord.

## Comptes

refusal-account-not-operator = Les comptes sont créés par la personne qui administre l’index, en ligne de commande
refusal-username-length = Le nom d’utilisateur est trop court ou trop long : `{ $username }`, d’une longueur de { $length }. Il en faut une de 2 à 50 caractères.
refusal-username-characters = Le nom d’utilisateur contient un caractère qui n’est pas admis : `{ $username }`. Employez des lettres ASCII, des chiffres, `.`, `_` et `-`, avec une lettre ou un chiffre aux deux bouts.
refusal-username-taken = Le nom d’utilisateur est pris, ou l’était par un compte supprimé : `{ $username }`. Choisissez-en un autre.
refusal-address-invalid = Ce n’est pas une adresse électronique. Écrivez-la comme `nom@people.example`.
refusal-address-taken = Un compte a déjà cette adresse électronique : `{ $address }`. Donnez-en une autre.
refusal-password-short = Le mot de passe est trop court : sa longueur est { $length }. Il faut au moins { $least } caractères.
refusal-password-long = Le mot de passe est trop long : { $length } octets. Il en faut au plus { $most }.
refusal-password-nul = Le mot de passe contient un caractère NUL. Retirez-le.
refusal-password-weak = Le mot de passe est facile à deviner : { $hint ->
    [keyboard-pattern] c’est une suite de touches voisines
    [repeat] il se répète
    [sequence] c’est une suite comme `abc` ou `6543`
    [common-password] c’est un mot de passe courant
    [similar-to-common-password] il ressemble à un mot de passe courant
    [recent-year] il est fait d’une année récente
    [date] il est fait d’une date
    [single-word] c’est un seul mot
    [name] il est fait de noms
    [known-about-you] il contient votre nom ou votre adresse
   *[other] il a trop peu de parties imprévisibles
}. Ajoutez un mot ou deux, peu courants.
refusal-password-compromised = Le mot de passe est connu par la fuite d’un autre site. Choisissez-en un autre, et changez-le partout où vous l’utilisez.
refusal-passwords-busy = Trop de mots de passe sont en cours de vérification. Réessayez dans { $seconds } secondes.
refusal-too-many-attempts = Trop de tentatives. Réessayez dans { $seconds } secondes.
refusal-password-missing = Le premier compte d’administration a besoin d’un mot de passe

## Le lien de mise en service

refusal-setup-link-not-open = Le lien de mise en service a servi, a expiré ou n’en est pas un. Faites-en un autre avec `fromagerie setup-link`.
refusal-setup-operator-exists = L’index a déjà un compte d’administration. Demandez un compte à cette personne.

## Jetons d’API

refusal-token-unreadable = Le jeton d’API n’est pas lisible. La raison, en anglais : { $reason }
refusal-token-unknown = Cet index ne connaît pas ce jeton d’API. Créez-en un ici.
refusal-token-elsewhere = Cet index ne connaît pas ce jeton d’API : celui qui a été envoyé est pour `{ $host }`. Créez-en un ici.
refusal-token-caveat-unknown = Une restriction du jeton d’API n’est pas comprise : `{ $caveat }`. Créez le jeton de nouveau, sans elle.
refusal-token-no-account = Aucun compte n’a ce nom d’utilisateur : `{ $username }`. La commande `fromagerie user list` les montre.
refusal-token-account-not-active = Le compte est { $state ->
    [frozen] gelé
    [disabled] désactivé
    [deleted] supprimé
   *[other] inactif
} : `{ $username }`. Seul un compte actif reçoit des jetons d’API.
refusal-token-name = Le nom d’un jeton d’API a de 1 à { $most } caractères, dont aucun de contrôle
refusal-token-name-taken = Le compte a déjà un jeton d’API de ce nom : `{ $name }`. Choisissez-en un autre ou révoquez celui-là.
refusal-token-no-project = Aucun projet ne porte ce nom : `{ $project }`. Un jeton d’API pour un seul projet se crée après sa première publication.
refusal-token-not-own = Les jetons d’API sont créés par la personne qui s’en sert. Un opérateur en crée pour d’autres par une commande.
refusal-token-no-role = Vous n’avez aucun rôle dans le projet : `{ $project }`. Un jeton d’API pour lui n’ouvrirait rien.
refusal-tokens-not-signed-in = Les jetons d’API sont montrés à leur propriétaire, une fois la connexion faite
refusal-token-expiry = Un jeton d’API expire au plus tôt après une seconde et au plus tard après 100 ans
refusal-revoke-not-by-token = Un jeton d’API ne peut pas révoquer de jetons. La personne à qui il est le fait sur le site, ou celle qui administre l’index par commande.
refusal-revoke-no-token = Aucun jeton d’API n’a cet identifiant : `{ $id }`. La commande `fromagerie token list` les montre.
refusal-revoke-already = Le jeton d’API était déjà révoqué : `{ $id }`

## Publier

refusal-protocol-version = Version de protocole inconnue : `{ $version }`. Cet index parle la version `1`.
refusal-upload-field = Le champ du formulaire n’est pas valide : `{ $field }`. La raison, en anglais : { $reason }
refusal-core-metadata = Les métadonnées ne sont pas valides. La raison, en anglais : { $reason }
refusal-no-file = L’envoi ne contient pas de fichier. Envoyez-le dans le champ de formulaire `content`.
refusal-filename = Le nom du fichier n’est pas valide. La raison, en anglais : { $reason }
refusal-file-too-large = Le fichier est trop volumineux : la limite est de { $amount } { $unit ->
    [GB] Go
    [MB] Mo
   *[bytes] octets
}. Demandez à la personne qui administre l’index de la relever, voir /help/file-size-limit/.
refusal-project-too-large = Le projet serait trop volumineux : la limite de `{ $project }` est de { $amount } { $unit ->
    [GB] Go
    [MB] Mo
   *[bytes] octets
}. Supprimez d’anciens fichiers, ou demandez à la personne qui administre l’index de la relever, voir /help/project-size-limit/.
refusal-digest-mismatch = L’empreinte annoncée n’est pas celle du fichier : `{ $algorithm }` de ce qui est arrivé est `{ $computed }`, et non `{ $claimed }`. Envoyez-le de nouveau.
refusal-file-exists = Ce fichier existe déjà : `{ $filename }`. Donnez un nouveau numéro de version à ce qui a changé.
refusal-contents-exist = Le contenu de ce fichier est déjà là, sous un autre nom : `{ $existing }`. Il n’y a rien à publier de nouveau.
refusal-filename-used = Ce nom a déjà servi à un fichier qui est supprimé : `{ $filename }`. Publiez une nouvelle version, voir /help/file-name-reuse/.
refusal-second-sdist = Une version n’a qu’un seul sdist, et celle-ci l’a déjà : `{ $existing }`. Publiez une nouvelle version.
refusal-release-closed = La version n’accepte plus de fichiers : `{ $version }`. Elle a dépassé les { $days } jours pendant lesquels elle en acceptait ; publiez une nouvelle version.
refusal-archive = Le fichier de distribution n’est pas valide. La raison, en anglais : { $reason }
refusal-metadata-contradiction = Le formulaire et les métadonnées du fichier se contredisent. La raison, en anglais : { $reason }
refusal-license-file-missing = Un fichier de licence que les métadonnées déclarent manque dans le fichier de distribution : `{ $path }`. Construisez-le de nouveau avec ce fichier.

## Noms de projets

refusal-too-many-projects = Trop de nouveaux projets : la limite est de { $limit } par heure. Attendez un peu.
refusal-name-standard-library = Ce nom n’est pas admis : `{ $name }`. C’est un module de la bibliothèque standard de Python, voir /help/project-name/.
refusal-name-prohibited = Ce nom n’est pas admis : `{ $name }`. La raison : { $reason }
refusal-name-confusable = Ce nom ressemble trop à un projet existant : `{ $name }` et `{ $existing }`. Choisissez-en un autre, voir /help/project-name/.
refusal-name-retired = Ce nom était celui d’un projet qui est supprimé : `{ $name }` (alors `{ $retired }`). Seuls ses anciens propriétaires peuvent le reprendre, ou la personne qui administre l’index le libère.

## Changer des projets

refusal-no-such-project = Ce projet n’existe pas : `{ $project }`. La commande `fromagerie project list` les montre tous.
refusal-no-such-release = Cette version de `{ $project }` n’existe pas : `{ $version }`. La commande `fromagerie project show { $project }` les montre toutes.
refusal-no-such-file = Ce fichier de `{ $project }` n’existe pas : `{ $filename }`. La commande `fromagerie project show { $project }` les montre tous.
refusal-reason-too-long = La raison est trop longue : { $length } caractères. Il en faut au plus { $most }.
refusal-reason-control = La raison contient un caractère de contrôle. Écrivez-la sur une seule ligne.
refusal-wrong-status = Le projet est { $status ->
    [active] actif
    [archived] archivé
    [quarantined] en quarantaine
    [deprecated] déprécié
   *[other] dans un autre état
}, et ne peut pas être { $wanted ->
    [archived] archivé
    [unarchived] désarchivé
   *[other] changé
} de là : `{ $project }`
refusal-name-is-free = Ce nom n’est ni interdit ni celui d’un projet supprimé : `{ $name }`
refusal-limit-too-small = Une limite est d’au moins un octet : `{ $limit }`

## Connexion, sessions et appareils

refusal-session-ended = La session a pris fin. Connectez-vous de nouveau.
refusal-sign-in-wrong = Le nom d’utilisateur ou le mot de passe est faux
refusal-sign-in-frozen = Le compte est gelé : `{ $username }`. La personne qui administre l’index peut dire pourquoi.
refusal-sign-in-disabled = Le compte est désactivé : `{ $username }`. La personne qui administre l’index peut dire pourquoi.
refusal-sign-in-compromised = Le mot de passe est connu par la fuite d’un autre site et ne connecte plus personne. Un message avec un lien pour en choisir un nouveau a été envoyé.
refusal-sign-in-reset = Le mot de passe ne connecte personne avant d’être réinitialisé. Demandez un lien pour en choisir un nouveau.
refusal-sign-in-over = La connexion a trop tardé, est achevée ou a été abandonnée. Connectez-vous de nouveau.
refusal-device-code-wrong = Le code est faux ; essais restants : { $left }
refusal-device-link-not-open = Le lien a servi, a expiré ou n’en est pas un. Connectez-vous de nouveau.
refusal-device-link-elsewhere = Le lien ne fonctionne que dans le navigateur qui se connecte. Saisissez-y le code du message.
refusal-device-not-confirmed = La connexion sur cet appareil n’est pas encore confirmée. Suivez le lien du message ou saisissez son code.
refusal-step-up-required = Confirmez d’abord que c’est bien vous, avec un second facteur ou, sans second facteur, avec le mot de passe
refusal-step-up-password-wrong = Le mot de passe est faux
refusal-step-up-factor-needed = Le compte a un second facteur. Confirmez avec lui, non avec le mot de passe.
refusal-session-not-signed-in = Les sessions et les appareils sont gérés par leur propriétaire, connecté sur le site
refusal-session-unknown = Le compte n’a pas de session de cet identifiant : `{ $id }`. Rechargez la page.
refusal-device-unknown = Le compte n’a pas d’appareil de cet identifiant : `{ $id }`. Rechargez la page.
refusal-account-unknown = Aucun compte n’a ce nom d’utilisateur : `{ $username }`
refusal-account-frozen-already = Le compte est déjà gelé : `{ $username }`
refusal-account-not-frozen = Le compte n’est pas gelé : `{ $username }`
refusal-device-nothing-waits = Aucune connexion du compte n’attend d’appareil : `{ $username }`. La personne se connecte d’abord, puis vous confirmez.
refusal-csrf = Le formulaire n’a pas été envoyé depuis ce site, ou sa session a pris fin. Revenez en arrière, rechargez la page et envoyez-le de nouveau.
refusal-not-signed-in = Connectez-vous pour ouvrir cette page

## Seconds facteurs

refusal-factor-not-signed-in = Les seconds facteurs et les codes de secours sont gérés par leur propriétaire, connecté sur le site
refusal-factor-name = Le nom d’un second facteur a de 1 à { $most } caractères sur une seule ligne
refusal-factor-name-taken = Le compte a déjà un second facteur de ce nom : `{ $name }`. Choisissez-en un autre.
refusal-factor-too-many = Le compte a { $most } seconds facteurs, ce qui est la limite. Retirez-en un d’abord.
refusal-factor-unknown = Le compte n’a pas ce second facteur. Rechargez la page.
refusal-factor-last = Le dernier second facteur ne peut pas être retiré : `{ $name }`. Ajoutez-en un autre d’abord.
refusal-totp-not-begun = Le secret de l’application a été montré il y a trop longtemps. Recommencez.
refusal-totp-code-form = Un code d’application a six chiffres
refusal-totp-code-wrong = Le code est faux. Attendez le suivant et tapez-le.
refusal-totp-code-used = Le code a déjà servi. Attendez le suivant et tapez-le.
refusal-totp-clock-off = L’horloge de l’application est décalée d’environ { $seconds } secondes. Réglez-la par le réseau, puis réessayez.
refusal-webauthn-off-address = Les clés de sécurité et les clés d’accès sont désactivées : les navigateurs les lient à un nom d’hôte, et cet index a pour adresse l’adresse IP `{ $address }`. Un code d’application fonctionne partout.
refusal-webauthn-off-http = Les clés de sécurité et les clés d’accès sont désactivées : les navigateurs ne les acceptent qu’en https ou sur localhost, et cet index a pour adresse `{ $address }`. Un code d’application fonctionne partout.
refusal-webauthn-no-credential = Le compte n’a pas de clé de sécurité ni de clé d’accès utilisable. Choisissez une autre méthode.
refusal-webauthn-over = Le navigateur a mis trop de temps, ou sa réponse a déjà été envoyée. Réessayez.
refusal-webauthn-invalid = La réponse de la clé de sécurité ne convient pas : { $reason }. Réessayez.
refusal-webauthn-taken = La clé de sécurité est déjà enregistrée. Utilisez-en une autre.
refusal-webauthn-unknown = La clé de sécurité n’est pas de ce compte, ou a été retirée. Choisissez une autre méthode.
refusal-webauthn-suspended = La clé de sécurité est suspendue, car il en existe peut-être une copie : `{ $name }`. Choisissez une autre méthode.
refusal-recovery-code-form = Un code de secours a 16 chiffres et lettres de `a` à `f`
refusal-recovery-code-wrong = Le code de secours est faux. Tapez-en un de la dernière série.
refusal-recovery-code-used = Le code de secours a déjà servi. Chacun ne sert qu’une fois : tapez-en un autre.
refusal-reset-factors-not-operator = Les seconds facteurs sont réinitialisés par un opérateur, en ligne de commande
refusal-reset-factors-no-account = Aucun compte n’a ce nom d’utilisateur : `{ $username }`. La commande `fromagerie user list` les montre tous.

## Inscription, adresses, suppression

refusal-account-not-owner = Un compte est changé par son propriétaire, connecté sur le site
refusal-deletion-other-project = Ce n’est pas le nom du projet. Saisissez-le comme il est écrit ci-dessus.
refusal-invitation-not-open = Cette invitation n’est plus ouverte ; elle a servi, a été annulée ou a expiré
refusal-registration-not-chosen = Le choix de qui peut s’inscrire manque ; choisissez une des façons
refusal-link-not-open = Le lien a servi, a expiré ou n’en est pas un. Demandez-en un nouveau.
refusal-registration-closed = Les inscriptions sont fermées. Demandez un compte à la personne qui administre l’index.
refusal-registration-invitation-only = L’inscription se fait sur invitation. Demandez-en une à la personne qui administre l’index.
refusal-registration-other-domain = L’inscription n’est ouverte qu’à certains domaines, et non à `{ $domain }`. Demandez une invitation à la personne qui administre l’index.
refusal-mail-domain-invalid = Ceci n’est pas un domaine d’adresses électroniques : `{ $domain }`
refusal-registration-no-domain = L’inscription par domaine demande au moins un domaine. Nommez ceux dont les adresses peuvent s’inscrire.
refusal-username-unavailable = Le nom d’utilisateur n’est pas libre : `{ $username }`. Choisissez-en un autre.
refusal-address-domain = Les adresses de ce domaine ne sont pas admises : `{ $domain }`. Donnez une autre adresse.
refusal-address-in-use = L’adresse a déjà un compte. Connectez-vous, ou réinitialisez son mot de passe.
refusal-address-yours = L’adresse est déjà la vôtre : `{ $address }`
refusal-address-unknown = Le compte n’a pas cette adresse : `{ $address }`. Rechargez la page.
refusal-address-primary = L’adresse principale ne peut pas être retirée : `{ $address }`. Choisissez d’abord une autre adresse principale.
refusal-address-not-verified = L’adresse n’est pas confirmée : `{ $address }`. Confirmez-la d’abord.
refusal-address-too-many = Le compte a { $most } adresses, ce qui est la limite. Retirez-en une d’abord.
refusal-prohibit-bad-name = La liste contient ce qui ne peut pas être un nom d’utilisateur : `{ $name }`. Retirez-le.
refusal-prohibit-empty = La liste de noms est vide
refusal-prohibit-too-many = La liste contient { $count } noms. Donnez-en au plus { $most } à la fois.
refusal-prohibit-not-prohibited = Ceci n’est pas interdit : `{ $name }`
refusal-reset-factor-missing = Le compte a un second facteur. Montrez-le, ou un code de secours, pour choisir un nouveau mot de passe.
refusal-password-current-wrong = Le mot de passe actuel est faux
refusal-set-password-not-operator = Le mot de passe d’autrui est choisi par la personne qui administre l’index, en ligne de commande
refusal-set-password-no-account = Aucun compte n’a ce nom d’utilisateur : `{ $username }`. La commande `fromagerie user list` les montre tous.
refusal-deletion-sole-owner = Vous êtes seul propriétaire de ces projets : `{ $projects }`. Donnez-leur un autre propriétaire, ou supprimez-les d’abord.
refusal-deletion-last-operator = Vous êtes seul à administrer cet index. Donnez d’abord ce droit à quelqu’un d’autre.
refusal-deletion-scheduled = Le compte est déjà sur le point d’être supprimé. Le message à ce sujet contient le lien qui l’annule.
refusal-deletion-not-scheduled = Le compte n’est pas sur le point d’être supprimé
refusal-passwords-differ = Les deux nouveaux mots de passe diffèrent. Saisissez deux fois le même.
refusal-token-no-project-chosen = Aucun projet n’est choisi. Choisissez-en au moins un, ou le compte entier.
refusal-deletion-other-username = Ce n’est pas votre nom d’utilisateur. Saisissez-le comme il est écrit ci-dessus.

## Le bord

refusal-not-found = Il n’y a rien à cette adresse
refusal-method-not-allowed = Cette adresse n’accepte pas la méthode de la requête
refusal-compressed-body = Les requêtes compressées sont refusées. Envoyez le fichier sans `Content-Encoding`.
refusal-invalid-authentication = L’envoi ne porte aucun jeton d’API lisible. Donnez-en un comme mot de passe, avec le nom d’utilisateur `__token__`.
refusal-pre-registration = Les projets ne s’enregistrent plus d’avance. Envoyez plutôt les fichiers.
refusal-doc-upload = La documentation ne s’envoie plus ici. Publiez-la ailleurs et mettez un lien.
refusal-upload-action = Cette adresse ne reçoit que des fichiers. Envoyez `:action` avec la valeur `file_upload`.
refusal-not-multipart = Un envoi est un corps `multipart/form-data` avec un séparateur. Faites-le avec un outil de publication comme twine ou uv.
refusal-upload-form = Le formulaire de l’envoi est coupé, abîmé ou trop grand. Envoyez-le de nouveau.
refusal-quarantined = Le fichier est en quarantaine. La décision appartient aux examinateurs.
refusal-form-unreadable = Le formulaire n’est pas arrivé entier. Revenez en arrière, rechargez la page et remplissez-le de nouveau.
refusal-upload-moved = Les envois ont changé d’adresse : utilisez l’adresse d’envoi de cet index

## Jetons d’API divulgués

refusal-leak-half-signed = Le signalement nomme une clé sans signature, ou porte une signature sans nommer de clé : `{ $scanner }`
refusal-leak-key-unknown = Le détecteur n’annonce aucune clé actuelle de cet identifiant : `{ $scanner }`. Signez avec une clé actuelle.
refusal-leak-signature-wrong = La signature du signalement ne tient pas : `{ $scanner }`. Signez le corps à l’octet près.
refusal-leak-keys-unavailable = La liste de clés du détecteur ne peut pas être lue en ce moment : `{ $scanner }`. Renvoyez le signalement plus tard.
refusal-leak-report-unreadable = Le signalement n’est pas une liste d’au plus { $most } objets avec `token`, `type` et `url`. La raison, en anglais : { $reason }
refusal-leak-report-compressed = Un signalement n’est pas compressé. Envoyez-le tel quel, sans `Content-Encoding`.
refusal-leak-report-cut = Le signalement n’est pas arrivé en entier, ou il dépasse un mébioctet. Envoyez moins de jetons d’API à la fois.

## Interrupteurs

refusal-no-new-users = Les opérateurs de cet index ont suspendu les nouveaux comptes : { $reason }. Réessayez plus tard.
refusal-no-new-projects = Les opérateurs de cet index ont suspendu les nouveaux projets : { $reason }. Réessayez plus tard.
refusal-no-new-uploads = Les opérateurs de cet index ont suspendu les dépôts : { $reason }. Réessayez plus tard.
refusal-no-deletions = Les opérateurs de cet index ont suspendu les suppressions : { $reason }. Réessayez plus tard.
refusal-read-only = Les opérateurs de cet index ont suspendu toute modification : { $reason }. Réessayez plus tard.
refusal-switch-no-reason = Donnez un motif : il est dit à toute personne que l’interrupteur arrête.
refusal-switch-text-too-long = Le texte est trop long : { $length } caractères. Utilisez-en au plus { $most }.
refusal-switch-text-control = Le texte contient un caractère de contrôle. Écrivez-le sur une seule ligne.
refusal-switch-not-on = L’interrupteur n’est pas mis : `{ $switch }`.
refusal-switch-not-proposed = L’interrupteur n’est pas proposé : `{ $switch }`.

## Récupération de compte

refusal-publish-held = Le compte `{ $username }` a été récupéré et ne peut pas { refusal-action } avant le { $until }, voir /help/account-recovery/.
refusal-recovery-ended = Le dossier est clos. Sa page dit comment.
refusal-recovery-still-waiting = Le délai d’attente n’est pas écoulé, et le propriétaire peut encore s’opposer. Décidez ensuite.
refusal-recovery-contact = Ce n’est pas une adresse électronique : `{ $address }`. Saisissez-en une que vous lisez.
refusal-recovery-text = Dites en quelques mots ce qu’il y a à dire, en { $most } caractères au plus.
refusal-recovery-open-already = Une demande pour ce compte est déjà examinée. Elle doit finir avant qu’une autre commence.
refusal-recovery-quiet = Le propriétaire du compte s’est opposé il y a peu. Refaites la demande après le { $until }, ou avec une adresse vérifiée du compte.
refusal-recovery-contact-taken = Un autre compte a cette adresse électronique : `{ $address }`. Recommencez avec une adresse qu’aucun compte n’a.
refusal-recovery-not-here = Ce compte n’est pas récupéré ici. Demandez à une personne qui administre l’index.
refusal-recovery-repository-url = Ce n’est pas l’adresse d’un dépôt : `{ $url }`. Saisissez-en une qui commence par `https://`.
refusal-recovery-no-co-owner = Personne de ce nom n’est propriétaire d’un projet avec ce compte : `{ $username }`. Nommez un copropriétaire.
refusal-recovery-named-already = Cela figure déjà dans la demande : `{ $statement }`.
refusal-recovery-too-much = Une demande n’en accepte pas plus de { $most } de chaque sorte.
refusal-recovery-not-asked = Personne n’a demandé à ce compte de se porter garant.
refusal-recovery-voucher-factor = Pour se porter garant, il faut une session ouverte avec un second facteur. Connectez-vous avec le vôtre.
refusal-recovery-answered-already = Vous avez déjà répondu. Une personne qui administre l’index peut revenir dessus.
refusal-recovery-no-case = Aucun dossier ne porte ce numéro. La liste les montre tous.
refusal-recovery-no-evidence = Aucune preuve du dossier ne porte ce numéro. Sa page les montre toutes.
refusal-recovery-not-signed-in = Les dossiers sont jugés par des personnes connectées, pour que deux d’entre elles se distinguent.
refusal-recovery-is-party = Vous êtes partie à ce dossier. Laissez-le aux autres personnes qui administrent l’index.
refusal-recovery-decided-already = Vous avez déjà décidé de ce dossier. Une autre personne doit être d’accord.
refusal-recovery-nothing-proved = Rien de ce qui a été présenté n’est prouvé. Sans cela, personne n’est admis.
refusal-recovery-proves-itself = Seul un dépôt est prouvé par une personne qui administre l’index. Les adresses et les copropriétaires répondent d’eux-mêmes.

## Journaux d’accès

refusal-downloads-counted-here = L’index compte lui-même les téléchargements. Réglez `downloads.source` sur `logs` avant d’importer des journaux.
refusal-download-log-unreadable = Le journal ne peut pas être lu : { $path }. La raison : { $reason }
refusal-download-log-no-file = Ceci n’est pas un fichier ordinaire : { $path }
refusal-download-log-empty = Le journal est vide : { $path }. Retirez-le ; rien n’a été compté.
refusal-download-log-unknown-form = Le journal n’a aucune forme connue : { $path }. Nommez la forme, `nginx` ou `cdn`.
refusal-download-log-changed = Le journal a raccourci pendant la lecture : { $path }. Importez des journaux dans lesquels plus personne n’écrit.
refusal-download-log-being-read = Une autre importation lit ce journal : { $path }. Laissez-la finir d’abord.
refusal-giveaway-no-programme = Ce programme n’existe pas : `{ $programme }`. Ouvrez de nouveau la page des programmes.
refusal-giveaway-not-open = Le programme n’est pas encore ouvert ; revenez le { $opens }.
refusal-giveaway-closed = Le programme est fermé depuis le { $closes }. Un autre sera annoncé sur cette page.
refusal-giveaway-claimed = Vous avez déjà obtenu un code de ce programme ; il se trouve sur cette page.
refusal-giveaway-no-critical-role = Vous n’avez pas de rôle sur un projet critique ; les clés sont pour les personnes des projets critiques.
refusal-giveaway-has-key = Vous avez déjà une clé de sécurité ou une clé d’accès ; les clés sont pour les personnes qui n’en ont pas.
refusal-giveaway-no-code-left = Il ne reste aucun code dans ce programme ; l’administration de l’index peut en ajouter.
refusal-giveaway-country = Le programme n’envoie pas de clés dans ce pays : `{ $country }`. Choisissez-en un dans la liste.
refusal-giveaway-title = Le titre est vide ou dépasse { $most } caractères ; raccourcissez-le.
refusal-giveaway-vendor = Le fabricant est vide ou dépasse { $most } caractères ; raccourcissez-le.
refusal-giveaway-vendor-url = Ce n’est pas l’adresse d’un site web : `{ $url }`. Écrivez-en une qui commence par `https://`.
refusal-giveaway-times = Il faut au programme une ouverture et une fermeture en UTC, par exemple `2026-09-01T00:00`.
refusal-giveaway-window = Le programme ferme avant d’ouvrir ; placez la fermeture après l’ouverture.
refusal-giveaway-country-code = Ce n’est pas un code de pays ISO 3166-1 : `{ $country }`. Écrivez deux lettres, par exemple `FR`.
refusal-giveaway-no-country = Aucun pays n’est nommé ; nommez-en au moins un où le fabricant envoie des clés.
refusal-giveaway-keys = Un code vaut de 1 à { $most } clés ; écrivez combien.
refusal-codes-heading = La première ligne n’est pas l’en-tête `code` : ligne { $line }. Le fichier a une colonne de ce nom.
refusal-codes-columns = Il y a plus d’une colonne : ligne { $line }. Ne laissez que la colonne `code`.
refusal-codes-quotes = Les guillemets ne se ferment pas : ligne { $line }. Mettez le code entier entre guillemets, et doublez un guillemet à l’intérieur.
refusal-codes-code = Un code est vide, trop long, ou contient des espaces ou des caractères de contrôle : ligne { $line }. Voyez ce que le fabricant a envoyé.
refusal-codes-not-text = Le fichier n’est pas en UTF-8 : ligne { $line }. Enregistrez-le en CSV, en UTF-8.
refusal-codes-empty = Le fichier ne contient aucun code ; il lui faut l’en-tête `code`, puis un code par ligne.
refusal-codes-too-many = Le fichier contient plus de { $most } codes ; importez-le en plusieurs fois.

refusal-critical-not-designated = Ce projet n’est pas critique : `{ $project }`.
refusal-critical-is-dependency = L’index lui-même repose sur ce projet : `{ $project }`. Retirez-le d’abord de `critical.dependencies`.
refusal-critical-reason-missing = Il manque la raison. Dites pourquoi en une ligne.
refusal-downloads-clock-behind = L’horloge a reculé : les téléchargements ont été additionnés jusqu’au { $last }, et le dernier jour complet est le { $yesterday }. Réglez l’horloge, ou lancez `fromagerie critical compute --full` si elle est juste à présent.
refusal-downloads-clock-ahead = L’horloge a { $days } jours d’avance sur le dernier jour additionné : { $last }. Réglez l’horloge, ou lancez `fromagerie critical compute --full` si elle est juste.
refusal-downloads-unsound = Les sommes des 183 derniers jours ne tiennent pas : segment { $bucket }. La commande `fromagerie critical compute --full` les refait.
refusal-demo-not-empty = L’index contient déjà des comptes, des projets ou des téléchargements. Un index synthétique se crée dans un dossier de données neuf, ou dans une base de données vide.
refusal-demo-nobody-keeps = Personne ne peut tenir les projets : 0 compte. Demandez-en au moins un.
