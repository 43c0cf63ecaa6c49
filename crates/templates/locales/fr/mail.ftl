-mail-secure = Si ce n’était pas vous, quelqu’un d’autre peut agir en votre nom : ouvrez l’index en saisissant vous-même son adresse, changez votre mot de passe, fermez toutes les sessions, passez en revue vos seconds facteurs et vos jetons d’API, et prévenez l’administration de l’index.
-mail-ignore = Si ce n’était pas vous, rien n’a changé : ne tenez pas compte de ce message.
-mail-tell = Si vous ne vous y attendiez pas, demandez à l’administration de l’index.

mail-account = Compte
mail-when = Quand
mail-network = Réseau
mail-device = Appareil
mail-address = Adresse
mail-factor = Second facteur
mail-token = Jeton d’API
mail-scope = Peut publier dans
mail-scope-account = tous les projets du compte
mail-expires = Expire
mail-never = jamais
mail-place = Trouvé à
mail-project = Projet
mail-version = Version
mail-person = Personne
mail-role = Rôle
mail-by = Par
mail-operator = l’administration de l’index
mail-reason = Raison
mail-code-lead = Si la page qui attend est dans un autre navigateur, saisissez-y ce code :
mail-fact = { $label } : { $value }
mail-until = Le lien fonctionne une seule fois, jusqu’au { $until }.
mail-until-first = Utilisez le lien avant le { $until }.
mail-why = Ce message a été envoyé par { $site } ({ $host }). Ses avis de sécurité n’ont pas de pièce jointe et ne demandent jamais de mot de passe.
mail-role-name = { $role ->
    [owner] propriétaire
   *[maintainer] mainteneur
}
mail-factor-name = { $method ->
    [totp] application d’authentification : { $name }
    [passkey] clé d’accès : { $name }
   *[security-key] clé de sécurité : { $name }
}

mail-verify-address-subject = Confirmez votre adresse électronique
mail-verify-address-what = Quelqu’un, sans doute vous, a donné cette adresse pour un compte. Confirmez qu’elle est à vous.
mail-verify-address-action = Confirmer cette adresse
mail-verify-address-then = { -mail-ignore }

mail-address-added-subject = Adresse électronique ajoutée
mail-address-added-what = Une adresse électronique a été ajoutée à votre compte : la personne qui en lit les messages l’a confirmée. Elle reçoit dès maintenant les avis sur le compte.
mail-address-added-then = { -mail-secure }

mail-primary-address-changed-subject = Adresse électronique principale changée
mail-primary-address-changed-what = Votre compte a désormais une autre adresse électronique principale. Les liens pour changer de mot de passe y sont envoyés.
mail-primary-address-changed-then = { -mail-secure }

mail-address-removed-subject = Adresse électronique retirée
mail-address-removed-what = Une adresse électronique a été retirée de votre compte. Elle ne reçoit plus de message à son sujet.
mail-address-removed-then = { -mail-secure }

mail-address-unverified-subject = Adresse électronique à confirmer de nouveau
mail-address-unverified-what = Le domaine d’une adresse électronique de votre compte n’existe plus. Qui l’enregistrerait lirait votre courrier : l’adresse ne reçoit donc plus de lien pour changer de mot de passe avant d’être confirmée de nouveau.
mail-address-unverified-then = Si vous employez encore cette adresse, confirmez-la de nouveau sur la page de vos adresses. Sinon, retirez-la et choisissez une autre adresse principale.

mail-address-in-use-subject = Votre adresse électronique a déjà un compte
mail-address-in-use-what = Quelqu’un a essayé de créer un compte avec cette adresse. Vous en avez déjà un, et aucun autre n’a été créé.
mail-address-in-use-then = Si c’était vous, connectez-vous avec le compte que vous avez, ou demandez un nouveau mot de passe. Si ce n’était pas vous, ne tenez pas compte de ce message : la personne qui a essayé n’a pas appris que vous avez un compte.

mail-invitation-subject = Invitation à rejoindre { $site }
mail-invitation-what = Une invitation vous permet de créer un compte sur { $site }, un index de paquets Python.
mail-invitation-action = Accepter l’invitation
mail-invitation-then = Si vous ne voulez pas de compte, ne tenez pas compte de ce message : l’invitation expire d’elle-même.

mail-password-changed-subject = Mot de passe changé
mail-password-changed-what = Le mot de passe de votre compte a été changé. Toutes les autres sessions ont été fermées.
mail-password-changed-then = { -mail-secure }

mail-password-reset-subject = Demande de nouveau mot de passe
mail-password-reset-what = Quelqu’un, sans doute vous, a demandé un nouveau mot de passe pour votre compte.
mail-password-reset-action = Choisir un nouveau mot de passe
mail-password-reset-then = Si ce n’était pas vous, ne tenez pas compte de ce message : le mot de passe reste le même, et personne ne peut le changer sans ce lien.

mail-password-reset-unverified-subject = Demande de nouveau mot de passe pour une adresse non confirmée
mail-password-reset-unverified-what = Quelqu’un a demandé un nouveau mot de passe en donnant cette adresse. Elle n’a jamais été confirmée, et ne permet donc pas de changer le mot de passe.
mail-password-reset-unverified-then = Si c’était vous, utilisez une adresse confirmée du compte, ou demandez à l’administration de l’index. { -mail-ignore }

mail-password-compromised-subject = Votre mot de passe n’est plus sûr
mail-password-compromised-what = Le mot de passe de votre compte figure dans une liste publique de mots de passe volés ailleurs. Il ne permet plus de se connecter. L’index lui-même n’a pas été attaqué.
mail-password-compromised-action = Choisir un nouveau mot de passe
mail-password-compromised-then = Changez ce mot de passe partout où vous l’utilisez. Si la dernière connexion n’était pas la vôtre, prévenez l’administration de l’index.

mail-password-set-by-operator-subject = Mot de passe remplacé par l’administration
mail-password-set-by-operator-what = L’administration de l’index a donné un nouveau mot de passe à votre compte. Toutes les sessions ont été fermées.
mail-password-set-by-operator-then = À votre prochaine connexion, remplacez-le par un mot de passe que personne d’autre ne connaît. Si vous ne l’avez pas demandé, prévenez tout de suite l’administration.

mail-factor-added-subject = Second facteur ajouté
mail-factor-added-what = Votre compte a un second facteur de plus.
mail-factor-added-then = { -mail-secure }

mail-factor-removed-subject = Second facteur retiré
mail-factor-removed-what = Votre compte a un second facteur de moins.
mail-factor-removed-then = { -mail-secure }

mail-factors-reset-by-operator-subject = Seconds facteurs retirés par l’administration
mail-factors-reset-by-operator-what = L’administration de l’index a retiré de votre compte tous les seconds facteurs et les codes de secours. Toutes les sessions ont été fermées.
mail-factors-reset-by-operator-then = Connectez-vous et ajoutez tout de suite un second facteur. Si vous ne l’avez pas demandé, prévenez tout de suite l’administration.

mail-recovery-codes-made-subject = Codes de secours créés
mail-recovery-codes-made-what = Votre compte a de nouveaux codes de secours. Les précédents ne fonctionnent plus.
mail-recovery-codes-made-then = { -mail-secure }

mail-recovery-code-used-subject = Code de secours utilisé
mail-recovery-code-used-what = { $left ->
    [0] Un code de secours de votre compte a été utilisé. Il n’en reste aucun : créez-en maintenant.
    [one] Un code de secours de votre compte a été utilisé. Il en reste un : créez-en bientôt d’autres.
   *[other] Un code de secours de votre compte a été utilisé. Il en reste { $left }.
}
mail-recovery-code-used-then = { -mail-secure }

mail-recovery-codes-few-subject = Il reste peu de codes de secours
mail-recovery-codes-few-what = { $left ->
    [0] Votre compte n’a plus de code de secours. Sans code, perdre votre second facteur vous ferme la porte.
    [one] Votre compte n’a plus qu’un code de secours. Sans code, perdre votre second facteur vous ferme la porte.
   *[other] Votre compte n’a plus que { $left } codes de secours. Sans code, perdre votre second facteur vous ferme la porte.
}
mail-recovery-codes-few-then = Créez de nouveaux codes dans les réglages de votre compte et gardez-les en lieu sûr. Si vous n’avez pas utilisé les autres, changez votre mot de passe et prévenez l’administration de l’index.

mail-new-device-subject = Connexion inhabituelle à votre compte
mail-new-device-what = Quelqu’un qui connaît votre mot de passe se connecte à votre compte depuis un appareil que l’index ne connaît pas. La connexion attend votre confirmation.
mail-new-device-action = Confirmer cette connexion
mail-new-device-then = Si ce n’était pas vous, ne confirmez pas et ne donnez le code à personne : quelqu’un d’autre connaît votre mot de passe. Changez-le tout de suite et prévenez l’administration de l’index.

mail-device-confirmed-by-operator-subject = Appareil confirmé par l’administration
mail-device-confirmed-by-operator-what = L’administration de l’index a confirmé un appareil qui s’était connecté à votre compte et attendait.
mail-device-confirmed-by-operator-then = { -mail-secure }

mail-sign-count-regressed-subject = Une clé de sécurité a peut-être été copiée
mail-sign-count-regressed-what = Le compteur d’une clé de sécurité de votre compte est revenu en arrière. Cela arrive quand une clé a été copiée ; certaines clés le font aussi par erreur. La connexion a demandé une autre méthode.
mail-sign-count-regressed-then = Si vous ne savez pas l’expliquer, retirez cette clé de votre compte et utilisez-en une autre. { -mail-secure }

mail-token-created-subject = Jeton d’API créé
mail-token-created-what = Un jeton d’API a été créé pour votre compte. Quiconque le détient peut publier en votre nom.
mail-token-created-then = { -mail-secure }

mail-token-revoked-subject = Jeton d’API révoqué
mail-token-revoked-what = Un jeton d’API de votre compte a été révoqué et ne fonctionne plus.
mail-token-revoked-then = { -mail-secure }

mail-token-leaked-subject = Jeton d’API divulgué et révoqué
mail-token-leaked-what = Un jeton d’API de votre compte a été trouvé là où d’autres peuvent le lire. Il a été révoqué et ne fonctionne plus.
mail-token-leaked-then = Regardez ce qui a été publié en votre nom depuis sa divulgation, créez un nouveau jeton et gardez-le hors des fichiers que vous partagez. Quiconque pouvait lire le jeton pouvait aussi l’utiliser jusqu’à maintenant.

mail-token-expiring-subject = Un jeton d’API va expirer
mail-token-expiring-what = Un jeton d’API de votre compte va expirer. Ce qui publie avec lui sera alors refusé.
mail-token-expiring-then = Si vous en avez encore besoin, créez un nouveau jeton et mettez-le à sa place. Si vous ne connaissez pas ce jeton, révoquez-le maintenant et prévenez l’administration de l’index.

mail-account-frozen-subject = Compte gelé
mail-account-frozen-what = Votre compte a été gelé par l’administration de l’index. Personne ne peut plus se connecter ni publier avec lui, et toutes les sessions ont été fermées.
mail-account-frozen-then = L’administration de l’index vous dira pourquoi et pourra vous rendre l’accès.

mail-account-unfrozen-subject = Compte dégelé
mail-account-unfrozen-what = L’administration de l’index a rendu l’accès à votre compte. Vous pouvez vous connecter, et vos jetons d’API fonctionnent.
mail-account-unfrozen-then = Regardez les sessions, les seconds facteurs et les jetons d’API de votre compte, et retirez ce que vous ne connaissez pas.

mail-account-deletion-scheduled-subject = Votre compte va être supprimé
mail-account-deletion-scheduled-what = La suppression de votre compte a été demandée. Elle aura lieu le { $at }, et son nom d’utilisateur ne pourra plus jamais servir.
mail-account-deletion-scheduled-action = Garder le compte
mail-account-deletion-scheduled-then = Le lien ci-dessus permet de garder le compte. { -mail-secure }

mail-account-deleted-subject = Compte supprimé
mail-account-deleted-what = Votre compte a été supprimé, comme demandé. Ce qu’il a publié reste en place ; son nom d’utilisateur ne pourra plus jamais servir.
mail-account-deleted-then = { -mail-tell }

mail-role-added-subject = Rôle ajouté dans { $project }
mail-role-added-what = Le projet { $project } a un { $role ->
    [owner] propriétaire
   *[maintainer] mainteneur
} de plus : { $person }.
mail-role-added-then = Si l’équipe du projet n’était pas d’accord, un propriétaire peut retirer ce rôle. { -mail-tell }

mail-role-removed-subject = Rôle retiré dans { $project }
mail-role-removed-what = { $person } n’est plus { $role ->
    [owner] propriétaire
   *[maintainer] mainteneur
} du projet { $project }.
mail-role-removed-then = Si l’équipe du projet n’était pas d’accord, un propriétaire peut rendre ce rôle. { -mail-tell }

mail-role-changed-subject = Rôle changé dans { $project }
mail-role-changed-what = { $person } est désormais { $role ->
    [owner] propriétaire
   *[maintainer] mainteneur
} du projet { $project }.
mail-role-changed-then = Si l’équipe du projet n’était pas d’accord, un propriétaire peut revenir au rôle précédent. { -mail-tell }

mail-release-yanked-subject = { $project } { $version } retirée de l’installation
mail-release-yanked-what = Une version d’un projet dont vous vous occupez a été retirée (« yanked ») : les installateurs l’évitent, sauf si on demande exactement cette version.
mail-release-yanked-then = Ce retrait peut être annulé à tout moment. { -mail-tell }

mail-release-deleted-subject = { $project } { $version } supprimée
mail-release-deleted-what = Une version d’un projet dont vous vous occupez a été supprimée avec tous ses fichiers. Les noms de ces fichiers ne pourront plus jamais servir.
mail-release-deleted-then = { -mail-tell }

mail-project-deleted-subject = { $project } supprimé
mail-project-deleted-what = Un projet dont vous vous occupez a été supprimé avec toutes ses versions et tous ses fichiers.
mail-project-deleted-then = { -mail-tell }

mail-first-operator-made-subject = L’index a son premier compte d’administration
mail-first-operator-made-what = Le lien de mise en service de { $site } a été utilisé, et votre compte est le premier compte d’administration.
mail-first-operator-made-then = Si ce n’était pas vous, arrêtez l’index, supprimez son dossier de données et recommencez : quiconque a utilisé le lien en a le contrôle.

mail-projects = Projets

mail-recovery-address-proof-subject = Votre demande de récupération
mail-recovery-address-proof-what = Quelqu’un, sans doute vous, a perdu tout moyen d’accéder à un compte et a demandé l’aide des personnes qui administrent cet index, en donnant cette adresse pour lui écrire. Rien ne s’est encore passé : ouvrez la page et lancez la demande. Gardez ce message, car la même page montre ensuite où en est la demande.
mail-recovery-address-proof-action = Lancer la demande
mail-recovery-address-proof-then = { -mail-ignore }

mail-recovery-opened-subject = Quelqu’un demande l’accès à votre compte
mail-recovery-opened-what = Quelqu’un dit être vous, avoir perdu tout moyen d’accéder à votre compte et vouloir le retrouver. Si personne ne s’y oppose avant le { $until }, les personnes qui administrent l’index décideront. Si elles acceptent, votre mot de passe, vos seconds facteurs, vos sessions et vos jetons d’API seront supprimés, et un lien pour choisir un nouveau mot de passe sera envoyé à l’auteur de la demande.
mail-recovery-opened-action = S’opposer : ce n’était pas moi
mail-recovery-opened-then = Si c’était vous, il n’y a rien à faire. Sinon, opposez-vous par le lien ci-dessus ou connectez-vous simplement : cela met aussi fin à la demande.

mail-recovery-vouch-subject = { $person } vous demande de vous porter garant
mail-recovery-vouch-what = Vous êtes propriétaire d’un projet avec { $person }, qui dit avoir perdu tout moyen d’accéder à son compte. Demandez-lui de vive voix ou par téléphone, et non par courriel, si c’est vrai, puis dites-le sur la page : connectez-vous d’abord, avec un second facteur.
mail-recovery-vouch-action = Dire si c’est vrai
mail-recovery-vouch-then = Dans le doute, ne vous portez pas garant. Une personne admise à tort peut publier dans vos projets.

mail-recovery-approved-subject = Votre compte est récupéré
mail-recovery-approved-what = Les personnes qui administrent l’index ont accepté de rendre l’accès à ce compte. Le mot de passe, les seconds facteurs, les codes de récupération, les sessions et les jetons d’API sont supprimés, et seule l’adresse donnée par la demande est vérifiée. Le compte ne publie rien avant le { $held }.
mail-recovery-approved-action = Choisir un nouveau mot de passe
mail-recovery-approved-then = Choisissez un mot de passe, puis ajoutez un second facteur et gardez ses codes de récupération. Si vous n’avez rien demandé, prévenez sans attendre une personne qui administre l’index.

mail-recovery-rejected-subject = Votre compte n’est pas récupéré
mail-recovery-rejected-what = Les personnes qui administrent l’index ont examiné la demande et ne l’ont pas acceptée. Le compte est tel qu’il était.
mail-recovery-rejected-then = Si le compte est le vôtre et que vous avez de meilleures preuves, vous pouvez refaire une demande. { -mail-tell }

mail-recovery-cancelled-subject = La demande de récupération a pris fin
mail-recovery-cancelled-what = { $cause ->
    [by-link] Quelqu’un qui lit une adresse vérifiée du compte s’est opposé, la demande a donc pris fin.
    [by-sign-in] Le propriétaire du compte s’est connecté, la demande a donc pris fin : qui peut se connecter n’a pas besoin de récupération.
    [account-frozen] Le compte a été gelé par une personne qui administre l’index, la demande a donc pris fin.
    [account-deleted] Le compte a été supprimé, la demande a donc pris fin.
    [superseded] Quelqu’un qui lit une adresse vérifiée du compte a lancé sa propre demande, celle-ci a donc pris fin.
   *[idle] Pendant trente jours, personne n’a rien fait pour la demande, elle a donc pris fin.
} Rien n’a été modifié.
mail-recovery-cancelled-then = { -mail-tell }

mail-recovery-projects-told-subject = Le compte { $person } est récupéré
mail-recovery-projects-told-what = Vous avez un rôle sur des projets avec { $person }. Les personnes qui administrent l’index ont rendu l’accès à ce compte, dont tout moyen d’accès était perdu. Son mot de passe, ses seconds facteurs, ses sessions et ses jetons d’API sont supprimés, et il ne publie rien avant le { $held }.
mail-recovery-projects-told-then = Si vous doutez de l’auteur de la demande, prévenez avant cette date une personne qui administre l’index.

mail-surge-count = Dans cette heure
mail-surge-limit = Plus de
mail-switch = Interrupteur
mail-surge-noticed-subject = { $surge ->
    [registrations] Un nombre inhabituel d’inscriptions
    [new-projects] Un nombre inhabituel de nouveaux projets
   *[refused-uploads] Un nombre inhabituel de dépôts refusés
}
mail-surge-noticed-what = { $surge ->
    [registrations] { $count } personnes se sont inscrites en une heure, plus que cet index n’en attend.
    [new-projects] { $count } projets ont été créés en une heure, plus que cet index n’en attend.
   *[refused-uploads] { $count } dépôts ont été refusés en une heure, plus que cet index n’en attend.
} { $state ->
    [on] La protection contre les afflux a mis l’interrupteur qui y met fin ; il le reste jusqu’à ce qu’un opérateur l’enlève.
   *[proposed] La protection contre les afflux propose l’interrupteur qui y met fin ; rien n’est fermé tant qu’un opérateur ne le met pas.
}
mail-surge-noticed-then = Regardez la page des interrupteurs parmi celles des opérateurs, ou la commande fromagerie switch list. Vous n’en êtes averti qu’une fois, et de nouveau seulement après une heure calme.

mail-projects-more = { $names } et encore { $more }
mail-deadline = Échéance
mail-concerned = Personnes concernées
mail-closed = Fermé sans cela
mail-programme = Programme
mail-vendor = Fabricant
mail-cohort = { $cohort ->
    [critical] toute personne ayant un rôle sur un projet critique
    [managers] toute personne ayant un rôle sur un projet
    [selected] les personnes et les projets désignés par l’administration de l’index
    [owner-opt-in] toute personne ayant un rôle sur un projet dont les propriétaires l’exigent
   *[everyone] toute personne ayant un compte
}
mail-gate = { $gate ->
    [publish] la publication et la création de projets
    [releases] le retrait et la suppression
    [people] les rôles et les invitations
    [credentials] les jetons d’API et les éditeurs de confiance
   *[organizations] les organisations
}

mail-critical-designation-subject = { $count ->
    [one] Un de vos projets est désormais critique
   *[other] { $count } de vos projets sont désormais critiques
}
mail-critical-designation-what = { $count ->
    [one] Un projet sur lequel vous avez un rôle a été désigné comme critique : il est de ceux sur lesquels comptent un très grand nombre de personnes. Félicitations, cela honore votre travail. La désignation est durable.
   *[other] { $count } projets sur lesquels vous avez un rôle ont été désignés comme critiques : ils sont de ceux sur lesquels comptent un très grand nombre de personnes. Félicitations, cela honore votre travail. La désignation est durable.
}
mail-critical-designation-then = { $requirement ->
    [met] Les personnes ayant un rôle sur un projet critique doivent avoir { $strength ->
        [phishing-resistant] une clé de sécurité ou une clé d’accès
       *[any] un second facteur
    }. Votre compte en a déjà, il n’y a donc rien à faire.
    [in-force] Les personnes ayant un rôle sur un projet critique doivent avoir { $strength ->
        [phishing-resistant] une clé de sécurité ou une clé d’accès
       *[any] un second facteur
    }, et votre compte n’en a pas encore : d’ici là, l’index vous refuse de publier et de modifier ces projets. Connectez-vous sur { $host } et ajoutez-en sur la page de vos seconds facteurs.
    [coming] À partir du { $deadline }, les personnes ayant un rôle sur un projet critique devront avoir { $strength ->
        [phishing-resistant] une clé de sécurité ou une clé d’accès
       *[any] un second facteur
    }, et votre compte n’en a pas encore. Connectez-vous sur { $host } et ajoutez-en sur la page de vos seconds facteurs.
   *[none] Rien n’est exigé de vous aujourd’hui. Un second facteur, sur la page de votre compte, vous protège, ainsi que toutes les personnes qui installent votre travail.
}

mail-mandate-announced-subject = { $strength ->
    [phishing-resistant] Une clé de sécurité ou d’accès va être exigée de vous
   *[any] Un second facteur va être exigé de vous
}
mail-mandate-announced-what = { $strength ->
    [phishing-resistant] À partir du { $deadline }, { $site } exigera de vous une clé de sécurité ou une clé d’accès. Votre compte n’en a pas encore.
   *[any] À partir du { $deadline }, { $site } exigera de vous un second facteur. Votre compte n’en a pas encore.
}
mail-mandate-announced-then = Connectez-vous sur { $host } et ajoutez-en sur la page de vos seconds facteurs avant l’échéance. Se connecter, lire et télécharger reste toujours possible, ajouter un second facteur aussi.

mail-mandate-reminder-subject = { $days ->
    [one] { $strength ->
        [phishing-resistant] Il reste { $days } jour pour ajouter une clé de sécurité ou d’accès
       *[any] Il reste { $days } jour pour ajouter un second facteur
    }
   *[other] { $strength ->
        [phishing-resistant] Il reste { $days } jours pour ajouter une clé de sécurité ou d’accès
       *[any] Il reste { $days } jours pour ajouter un second facteur
    }
}
mail-mandate-reminder-what = { $strength ->
    [phishing-resistant] À partir du { $deadline }, { $site } exigera de vous une clé de sécurité ou une clé d’accès. Votre compte n’en a toujours pas.
   *[any] À partir du { $deadline }, { $site } exigera de vous un second facteur. Votre compte n’en a toujours pas.
}
mail-mandate-reminder-then = Connectez-vous sur { $host } et ajoutez-en sur la page de vos seconds facteurs avant l’échéance. Se connecter, lire et télécharger reste toujours possible, ajouter un second facteur aussi.

mail-mandate-enforced-subject = { $strength ->
    [phishing-resistant] Une clé de sécurité ou d’accès est désormais exigée de vous
   *[any] Un second facteur est désormais exigé de vous
}
mail-mandate-enforced-what = { $strength ->
    [phishing-resistant] Depuis le { $deadline }, { $site } exige de vous une clé de sécurité ou une clé d’accès. Votre compte n’en a pas : d’ici là, ce qui est nommé ci-dessous vous est fermé.
   *[any] Depuis le { $deadline }, { $site } exige de vous un second facteur. Votre compte n’en a pas : d’ici là, ce qui est nommé ci-dessous vous est fermé.
}
mail-mandate-enforced-then = Connectez-vous sur { $host } et ajoutez-en sur la page de vos seconds facteurs : tout s’ouvre aussitôt, et vos jetons d’API restent tels quels. Se connecter, lire et télécharger reste possible comme toujours.

mail-since = Depuis

mail-mandate-blocked-subject = { $strength ->
    [phishing-resistant] Un envoi a été arrêté : il manque une clé de sécurité
   *[any] Un envoi a été arrêté : il manque un second facteur
}
mail-mandate-blocked-what = { $strength ->
    [phishing-resistant] Quelqu’un qui tient un de vos jetons d’API a voulu envoyer un fichier. { $site } exige pour cela une clé de sécurité ou une clé d’accès, et votre compte n’en a pas ; rien n’a été publié.
   *[any] Quelqu’un qui tient un de vos jetons d’API a voulu envoyer un fichier. { $site } exige pour cela un second facteur, et votre compte n’en a pas ; rien n’a été publié.
}
mail-mandate-blocked-then = Connectez-vous sur { $host } et ajoutez-en un sur la page de vos seconds facteurs : le même jeton fonctionne aussitôt de nouveau. Vous recevez ce message une seule fois par règle. Si l’envoi ne vient ni de vous ni d’une de vos chaînes de construction, révoquez vos jetons d’API.

mail-factor-required-subject = { $strength ->
    [none] { $project } n’exige plus de second facteur de sa part
    [phishing-resistant] { $project } exige une clé de sécurité ou une clé d’accès
   *[any] { $project } exige un second facteur
}
mail-factor-required-what = { $strength ->
    [none] Les propriétaires de { $project } n’exigent plus de second facteur de ceux qui y ont un rôle. Ce que l’index lui-même exige reste inchangé.
    [phishing-resistant] Les propriétaires de { $project } exigent une clé de sécurité ou une clé d’accès de tous ceux qui y ont un rôle, vous compris. Sans elle, vous ne pouvez ni y publier ni le modifier.
   *[any] Les propriétaires de { $project } exigent un second facteur de tous ceux qui y ont un rôle, vous compris. Sans lui, vous ne pouvez ni y publier ni le modifier.
}
mail-factor-required-then = { $strength ->
    [none] Il n’y a rien à faire. { -mail-tell }
   *[any] Si votre compte en a un, il n’y a rien à faire. Sinon, connectez-vous sur { $host } et ajoutez-en un sur la page de vos seconds facteurs.
}

mail-security-key-claimed-subject = Vous avez obtenu un code pour des clés de sécurité
mail-security-key-claimed-what = Vous avez obtenu un code pour des clés de sécurité. Il se trouve sur la page de la distribution, où personne d’autre ne peut le voir ; ce message ne le contient pas.
mail-security-key-claimed-then = Quand les clés seront arrivées, ajoutez-les sur la page de vos seconds facteurs. { -mail-secure }
