# The pages on which people manage their projects.

projects-lead = Les projets sur lesquels vous avez un rôle.
projects-none = Vous n’avez de rôle sur aucun projet. Le premier envoi sous un nom nouveau crée un projet, dont vous êtes propriétaire.
project-public = Page publique
project-badge-archived = Archivé
project-badge-deprecated = Déprécié
project-events = Journal de { $project }
project-events-lead = Ce qui a été fait au projet, par qui, le plus récent d’abord. Seuls ses propriétaires lisent ceci.
project-owners-only = Seul un propriétaire change ce qui est ici.
project-releases = Versions
project-no-releases = Le projet n’a pas encore de version.
project-yank-text = Une version retirée reste : les outils ne l’installent que si cette version précise est demandée.
release-yank = Retirer
release-yank-submit = Retirer { $version }
release-unyank = Annuler le retrait
field-yank-reason = Raison, montrée à tout le monde ; peut rester vide
project-archive-title = Archives
project-archive-text = Un projet archivé n’accepte plus d’envois, et sa page dit qu’aucune version n’est prévue. Ce qui a été publié reste disponible.
project-archive-submit = Archiver le projet
project-unarchive-text = Le projet est archivé et n’accepte pas d’envois. Vous pouvez le sortir des archives à tout moment.
project-unarchive-submit = Le sortir des archives

done-project-archived = Le projet est archivé et n’accepte plus d’envois.
done-project-unarchived = Le projet est sorti des archives et accepte de nouveau des envois.
done-release-yanked = La version est retirée.
done-release-unyanked = La version n’est plus retirée.

project-delete = Supprimer le projet
project-delete-title = Supprimer { $project }
project-delete-lead = Le projet disparaît avec toutes ses versions et tous ses fichiers, aussitôt et pour de bon.
project-delete-files = Qui l’installe ou en dépend obtient dès lors une erreur.
project-delete-names = Les noms de ses fichiers ne servent plus jamais. Le nom du projet est gardé pour ses propriétaires d’aujourd’hui.
project-delete-rather = Pour écarter une mauvaise version, retirez-la plutôt. Pour dire que rien ne suivra, archivez le projet.
field-delete-project = Pour confirmer, saisissez le nom du projet : { $project }
done-project-deleted = Le projet est supprimé.
