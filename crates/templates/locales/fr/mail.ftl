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
mail-address-added-what = Une adresse électronique a été ajoutée à votre compte. Une fois confirmée, elle recevra aussi les avis sur le compte.
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
mail-new-device-what = Quelqu’un s’est connecté avec votre mot de passe et votre second facteur depuis un appareil que l’index ne connaît pas. La connexion attend votre confirmation.
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
