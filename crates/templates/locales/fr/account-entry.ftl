# L’entrée : créer un compte, se connecter, confirmer, choisir un nouveau mot de passe.

sign-in-title = Se connecter
sign-in-submit = Se connecter
sign-in-continue = Continuer
sign-in-passkey = Se connecter avec une clé d’accès
sign-in-reset = Mot de passe oublié ?
sign-in-register = Créer un compte

factor-title = Second facteur
factor-lead = Le mot de passe est juste. Montrez maintenant que c’est bien vous.
factor-remember = Se souvenir de cet appareil
factor-remember-hint = Pendant 30 jours, le mot de passe y suffira. À éviter sur un appareil partagé.
factor-lost = Second facteur perdu ?
security-key = Clé de sécurité
security-key-script = Une clé de sécurité a besoin de JavaScript, qui est désactivé dans ce navigateur.
use-security-key = Utiliser une clé de sécurité
ceremony-cancelled = Cela n’a pas marché. Réessayez, ou choisissez une autre méthode.
authenticator = Authentificateur
field-recovery-code = Code de secours
field-recovery-code-hint = 16 chiffres et lettres. Chaque code ne sert qu’une fois.
recovery-submit = Utiliser ce code de secours

step-up-title = Est-ce toujours vous ?
step-up-lead = Cette partie de votre compte est protégée. Confirmez une fois, et elle reste ouverte 15 minutes.
step-up-submit = Confirmer

device-title = Regardez votre courrier
device-lead = Vous vous connectez depuis un navigateur que votre compte ne connaît pas. Un courriel est parti vers vos adresses vérifiées.
device-here = Sur cet appareil : suivez le lien du courriel.
device-elsewhere = Sur un autre appareil : tapez ici le code du courriel.
device-no-mail = Aucun courriel n’arrive ?
device-operator = Demandez à un opérateur de cet index de confirmer l’appareil, puis continuez ici.
device-resume = Un opérateur l’a confirmé
field-device-code = Code du courriel

link-registration-title = Créez votre compte
link-registration-text = Le compte { $user } sera créé pour { $address }.
link-registration-submit = Créer le compte
link-address-title = Vérifiez cette adresse
link-address-text = { $address } sera une adresse vérifiée du compte { $user }.
link-address-submit = Vérifier l’adresse
link-device-title = Est-ce bien vous ?
link-device-text = Quelqu’un se connecte à votre compte dans ce navigateur. Ne confirmez que si c’est vous, en ce moment.
link-device-submit = Oui, me connecter
link-not-you = Si vous n’avez rien demandé, fermez cette page : rien ne se passera.

register-title = Créer un compte
register-lead = Lire un projet ne demande aucun compte. Pour publier, il en faut un, avec une adresse vérifiée.
register-invited = Vous êtes invité. Le compte aura l’adresse { $address }.
register-submit = Créer le compte
register-sign-in = Se connecter à un compte existant
field-username-hint = Des lettres, des chiffres et . _ - entre eux. Il ne pourra plus changer.
field-email-hint = Nous y envoyons un lien. Personne d’autre ne voit l’adresse, sauf si vous le voulez.
field-trap = Laissez ce champ vide

reset-title = Choisir un nouveau mot de passe
reset-lead = Nous vous envoyons un lien. Si votre compte a un second facteur, gardez-le sous la main.
reset-submit = Envoyer le lien
field-username-or-address = Nom d’utilisateur ou adresse électronique

new-password-title = Choisissez un nouveau mot de passe
new-password-lead = Pour le compte { $user }. Vous serez déconnecté partout.
new-password-factor = Un second facteur protège ce compte : il le faut aussi pour un nouveau mot de passe.
new-password-or = Ou tapez un code ci-dessous.
new-password-submit = Enregistrer le mot de passe
field-new-password = Nouveau mot de passe
field-any-code = Code de l’authentificateur, ou code de secours

notice-mailed-title = Regardez votre courrier
notice-registration-mailed = Un courriel à { $address } dit comment continuer.
notice-reset-mailed = Si un compte correspond à ce que vous avez tapé, un courriel avec un lien est en route.
notice-mail-late = Un courriel met parfois quelques minutes. Regardez aussi parmi les indésirables.
notice-password-title = Le mot de passe est enregistré
notice-password-set = Vous avez été déconnecté partout. Connectez-vous avec le nouveau mot de passe.
notice-verified-title = L’adresse est vérifiée
notice-verified = { $address } est maintenant une adresse vérifiée du compte.
notice-elsewhere-title = Tapez le code là-bas
notice-elsewhere = Le lien ne marche que dans le navigateur qui se connecte. Tapez le code du courriel sur la page qui y attend.
notice-continue = Continuer vers votre compte
notice-registration-title = Les comptes ne sont pas ouverts à tous ici
notice-registration-closed = Les opérateurs de cet index créent les comptes. Adressez-vous à eux.
notice-registration-invite = Les comptes se créent sur invitation. Demandez-en une à un opérateur de cet index.
