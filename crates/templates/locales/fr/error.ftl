error-400-title = Cette requête n’a pas de sens pour nous
error-400-text = Quelque chose y manque ou y est mal formé.
error-401-title = Connectez-vous d’abord
error-401-text = Cette page est réservée aux personnes qui ont un compte.
error-403-title = Cette page ne vous est pas ouverte
error-403-text = Le compte que vous utilisez n’en a pas la permission.
error-404-title = Il n’y a rien ici
error-404-text = L’adresse est peut-être mal écrite, ou ce qu’elle nommait a été supprimé.
error-405-title = Cette adresse ne répond pas à cela
error-405-text = Elle existe, mais pour une autre sorte de requête.
error-413-title = C’est trop volumineux
error-413-text = La requête contient plus que cet index n’accepte.
error-429-title = Trop de requêtes
error-429-text = Votre réseau demande plus souvent qu’une personne ne le fait.
error-500-title = Quelque chose s’est cassé chez nous
error-500-text = L’incident est enregistré. Réessayer dans un instant peut suffire.
error-503-title = De retour dans un instant
error-503-text = L’index démarre, ou est en réparation.
error-other-title = Cela n’a pas marché
error-other-text = L’index n’a pas pu répondre à cette requête.
error-project-empty = Le projet { $project } existe, mais n’a aucune version à montrer.
error-release-missing = Le projet { $project } n’a pas de version { $version }.
error-retry-after = { $seconds ->
    [one] Réessayez dans { $seconds } seconde.
   *[other] Réessayez dans { $seconds } secondes.
}
error-request-id = Si cela se reproduit, donnez ce numéro à la personne qui administre l’index :
error-way-project = Voir toutes ses versions
error-way-home = Aller à la page d’accueil
error-way-simple = Parcourir l’index simple
