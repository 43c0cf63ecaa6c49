# Les clés de sécurité offertes : la page de tout le monde, et celles de l’administration.

link-giveaway = Clés de sécurité
giveaway-title = Distribution de clés de sécurité
giveaway-lead = Les personnes des projets critiques reçoivent des clés de sécurité sans rien payer, pour que nul n’ait à choisir entre son travail et son argent. Un code obtenu s’échange chez le fabricant.
giveaway-none = Aucune clé n’est offerte en ce moment. Quand un programme ouvrira, il sera présenté ici.
giveaway-before = pas encore ouvert
giveaway-open = ouvert
giveaway-after = terminé
giveaway-vendor = Fabricant
giveaway-window = Période
giveaway-keys = Clés
giveaway-keys-per-code = { $count ->
    [one] { $count } clé par code
   *[other] { $count } clés par code
}
giveaway-countries = Pays
giveaway-stock = Codes
giveaway-codes-left = il reste des codes
giveaway-no-codes-left = il ne reste aucun code
giveaway-your-code = Votre code
giveaway-redeem = { $count ->
    [one] Échangez-le chez { $vendor } contre une clé. Personne d’autre ne le voit ici ; gardez-le pour vous.
   *[other] Échangez-le chez { $vendor } contre { $count } clés. Si la boutique refuse le code, mettez { $count } clés dans le panier. Personne d’autre ne le voit ici ; gardez-le pour vous.
}
giveaway-add-keys = Ajoutez les clés à votre compte quand elles seront arrivées
giveaway-your-standing = Votre situation
giveaway-met = oui
giveaway-unmet = non
giveaway-condition-open = Le programme est ouvert.
giveaway-condition-role = Vous avez un rôle sur un projet critique.
giveaway-condition-key = Votre compte n’a encore ni clé de sécurité ni clé d’accès.
giveaway-condition-claim = Vous n’avez pas encore obtenu de code de ce programme.
giveaway-condition-stock = Il reste un code.
giveaway-condition-country = Vous habitez l’un des pays où le fabricant envoie des clés.
giveaway-not-eligible = Tout ce qui précède n’est pas rempli, vous ne pouvez donc pas obtenir de code.
giveaway-country = Le pays où vous habitez
giveaway-country-hint = Il décide si le fabricant peut vous envoyer des clés. Il n’est pas conservé.
giveaway-country-choose = Choisissez un pays
giveaway-claim = Obtenir un code
giveaway-sign-in = Connectez-vous pour voir votre situation
giveaway-who = Qui reçoit des clés
giveaway-privacy = D’un code obtenu, l’index conserve qu’il est à vous et depuis quand, afin de vous le montrer de nouveau. Il ne conserve ni pays ni adresse postale ; le fabricant vous demandera la vôtre. Quand votre compte est supprimé, plus rien ne mène du code à vous.

giveaways-lead = Les programmes, leurs codes et ce qui a été obtenu. Les codes sont chiffrés ; seule la personne qui en obtient un le voit.
done-programme-created = Le programme est créé ; importez maintenant ses codes.
done-programme-saved = Les conditions sont enregistrées, et valent désormais.
giveaways-programmes = Programmes
giveaways-caption = Le plus récent vient en premier.
giveaways-none = Il n’y a pas encore de programme. Créez le premier ci-dessous, puis importez les codes envoyés par le fabricant.
giveaways-codes = Codes
giveaways-claimed = Obtenus
giveaways-left = Restants
giveaways-claims = Télécharger les codes obtenus en CSV
giveaways-claims-hint = Date, programme et nombre de clés ; rien sur les personnes.
giveaways-create = Créer un programme
giveaways-create-submit = Créer
giveaways-terms = Conditions
giveaways-edit-submit = Enregistrer
giveaways-import = Importer des codes
giveaways-import-submit = Importer
giveaways-imported = { $count ->
    [one] { $count } code a été importé.
   *[other] { $count } codes ont été importés.
}
giveaways-repeated = { $count ->
    [one] { $count } ligne répétait un code et a été sautée.
   *[other] { $count } lignes répétaient un code et ont été sautées.
}
giveaways-known = { $count ->
    [one] { $count } code avait déjà été importé et a été sauté.
   *[other] { $count } codes avaient déjà été importés et ont été sautés.
}
field-programme-title = Titre
field-programme-vendor = Fabricant
field-programme-vendor-url = Où s’échange un code
field-programme-vendor-url-hint = L’adresse de la boutique du fabricant.
field-programme-opens = Ouverture
field-programme-closes = Fermeture
field-programme-time-hint = En UTC, par exemple 2026-09-01T00:00.
field-programme-countries = Pays
field-programme-countries-hint = Codes ISO 3166-1 séparés par des espaces, par exemple AT BE CA.
field-programme-keys = Clés par code
field-codes = CSV
field-codes-hint = L’en-tête code, puis un code par ligne. Un fichier qui contient autre chose est refusé en entier.

country-at = Autriche
country-au = Australie
country-be = Belgique
country-br = Brésil
country-ca = Canada
country-ch = Suisse
country-cz = Tchéquie
country-de = Allemagne
country-dk = Danemark
country-es = Espagne
country-fi = Finlande
country-fr = France
country-gb = Royaume-Uni
country-gr = Grèce
country-hu = Hongrie
country-ie = Irlande
country-in = Inde
country-it = Italie
country-jp = Japon
country-kr = Corée du Sud
country-lu = Luxembourg
country-mx = Mexique
country-nl = Pays-Bas
country-no = Norvège
country-nz = Nouvelle-Zélande
country-pl = Pologne
country-pt = Portugal
country-ro = Roumanie
country-se = Suède
country-sg = Singapour
country-tw = Taïwan
country-ua = Ukraine
country-us = États-Unis
country-za = Afrique du Sud
