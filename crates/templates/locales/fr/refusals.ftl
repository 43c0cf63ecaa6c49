# Un message par code de refus. Les paramètres sont ceux du refus.

refusal-file-exists = Ce fichier existe déjà : `{ $filename }`. Donnez un nouveau numéro de version à ce qui a changé.
