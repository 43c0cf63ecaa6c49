# One message per refusal code. The parameters are those of the refusal.

refusal-file-exists = File already exists: `{ $filename }`. Give whatever has changed a new version.
