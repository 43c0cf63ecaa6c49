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
    [quarantine] mettre le projet en quarantaine
    [set-limits] fixer les limites du projet
    [manage-names] interdire ou libérer des noms
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
refusal-second-factor-required = L’authentification à deux facteurs est exigée pour { refusal-action } (mandat `{ $cohort }`, force `{ $strength }`). Le compte `{ $username }` doit ajouter un second facteur sur la page du compte, voir /help/two-factor/.

## Comptes

refusal-account-not-operator = Les comptes sont créés par la personne qui administre l’index, en ligne de commande
refusal-username-length = Le nom d’utilisateur est trop court ou trop long : `{ $username }`, d’une longueur de { $length }. Il en faut une de 2 à 50 caractères.
refusal-username-characters = Le nom d’utilisateur contient un caractère qui n’est pas admis : `{ $username }`. Employez des lettres ASCII, des chiffres, `.`, `_` et `-`, avec une lettre ou un chiffre aux deux bouts.
refusal-username-taken = Le nom d’utilisateur est pris, ou l’était par un compte supprimé : `{ $username }`. Choisissez-en un autre.
refusal-address-invalid = Ce n’est pas une adresse électronique. Écrivez-la comme `nom@people.example`.
refusal-address-taken = Un compte a déjà cette adresse électronique : `{ $address }`. Donnez-en une autre.
refusal-password-short = Le mot de passe est trop court : sa longueur est { $length }. Il faut au moins { $least } caractères.
refusal-password-long = Le mot de passe est trop long : { $length } octets. Il en faut au plus { $most }.
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
