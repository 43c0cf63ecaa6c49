-- The index: who may publish, what was published, and the list of public changes.
-- PostgreSQL's DDL; the dictionary of `db/ddl.rs` turns it into SQLite's STRICT tables.

-- One row per key of the key ring that this database has seen: a sealed constant
-- that only the right key opens, so a wrong or lost ring stops the start.
CREATE TABLE key_checks (
    key_id      TEXT        PRIMARY KEY,
    sealed      BYTEA       NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL
);

CREATE TABLE accounts (
    id                  UUID        PRIMARY KEY,
    username            TEXT        NOT NULL,
    normalized_username TEXT        NOT NULL UNIQUE,
    password_hash       TEXT,
    superuser           BOOLEAN     NOT NULL,
    state               TEXT        NOT NULL CHECK (state IN ('active', 'frozen', 'disabled', 'deleted')),
    created_at          TIMESTAMPTZ NOT NULL
);

CREATE TABLE addresses (
    id                  UUID        PRIMARY KEY,
    account_id          UUID        NOT NULL REFERENCES accounts (id),
    address             TEXT        NOT NULL,
    normalized_address  TEXT        NOT NULL UNIQUE,
    is_primary          BOOLEAN     NOT NULL,
    verified_at         TIMESTAMPTZ,
    created_at          TIMESTAMPTZ NOT NULL
);
CREATE INDEX addresses_account ON addresses (account_id);

CREATE TABLE totp_secrets (
    id          UUID        PRIMARY KEY,
    account_id  UUID        NOT NULL REFERENCES accounts (id),
    name        TEXT        NOT NULL,
    key_id      TEXT        NOT NULL,
    sealed      BYTEA       NOT NULL,
    last_step   BIGINT      NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL
);
CREATE INDEX totp_secrets_account ON totp_secrets (account_id);

CREATE TABLE recovery_codes (
    id          UUID        PRIMARY KEY,
    account_id  UUID        NOT NULL REFERENCES accounts (id),
    code_hash   TEXT        NOT NULL,
    burned_at   TIMESTAMPTZ,
    created_at  TIMESTAMPTZ NOT NULL
);
CREATE INDEX recovery_codes_account ON recovery_codes (account_id);

-- The secret of a token is derived from the key ring and its id; it is never stored.
CREATE TABLE tokens (
    id              UUID        PRIMARY KEY,
    account_id      UUID        NOT NULL REFERENCES accounts (id),
    name            TEXT        NOT NULL,
    key_id          TEXT        NOT NULL,
    caveats         JSONB       NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL,
    expires_at      TIMESTAMPTZ,
    last_used_at    TIMESTAMPTZ,
    revoked_at      TIMESTAMPTZ,
    revoked_reason  TEXT
);
CREATE INDEX tokens_account ON tokens (account_id);

CREATE TABLE projects (
    id              UUID        PRIMARY KEY,
    name            TEXT        NOT NULL,
    normalized_name TEXT        NOT NULL UNIQUE,
    confusable_name TEXT        NOT NULL UNIQUE,
    status          TEXT        NOT NULL CHECK (status IN ('active', 'archived', 'quarantined', 'deprecated')),
    status_reason   TEXT,
    file_limit      BIGINT,
    total_limit     BIGINT,
    total_size      BIGINT      NOT NULL CHECK (total_size >= 0),
    last_serial     BIGINT      NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL
);

CREATE TABLE roles (
    id          UUID        PRIMARY KEY,
    project_id  UUID        NOT NULL REFERENCES projects (id),
    account_id  UUID        NOT NULL REFERENCES accounts (id),
    role        TEXT        NOT NULL CHECK (role IN ('owner', 'maintainer')),
    created_at  TIMESTAMPTZ NOT NULL,
    UNIQUE (project_id, account_id)
);
CREATE INDEX roles_account ON roles (account_id);

-- `metadata` is the core metadata of the first file of the release, as JSON.
CREATE TABLE releases (
    id                  UUID        PRIMARY KEY,
    project_id          UUID        NOT NULL REFERENCES projects (id),
    version             TEXT        NOT NULL,
    canonical_version   TEXT        NOT NULL,
    is_prerelease       BOOLEAN     NOT NULL,
    metadata            JSONB       NOT NULL,
    yanked_at           TIMESTAMPTZ,
    yanked_reason       TEXT,
    quarantined_at      TIMESTAMPTZ,
    created_by          UUID        REFERENCES accounts (id),
    created_at          TIMESTAMPTZ NOT NULL,
    UNIQUE (project_id, canonical_version)
);

-- The description of a release: its source text and, once the child process has
-- rendered it, safe HTML.
CREATE TABLE descriptions (
    release_id      UUID        PRIMARY KEY REFERENCES releases (id),
    content_type    TEXT        NOT NULL,
    source          TEXT        NOT NULL,
    html            TEXT,
    rendered_at     TIMESTAMPTZ
);

-- Digests are lower-case hexadecimal. `path` is `<2>/<2>/<60>/<filename>` from BLAKE2b-256.
CREATE TABLE files (
    id                  UUID        PRIMARY KEY,
    project_id          UUID        NOT NULL REFERENCES projects (id),
    release_id          UUID        NOT NULL REFERENCES releases (id),
    filename            TEXT        NOT NULL UNIQUE,
    kind                TEXT        NOT NULL CHECK (kind IN ('sdist', 'wheel')),
    python_tag          TEXT        NOT NULL,
    size                BIGINT      NOT NULL,
    md5                 TEXT        NOT NULL,
    sha256              TEXT        NOT NULL,
    blake2b_256         TEXT        NOT NULL UNIQUE,
    path                TEXT        NOT NULL UNIQUE,
    requires_python     TEXT,
    metadata_sha256     TEXT,
    metadata_size       BIGINT,
    comment             TEXT,
    uploaded_by         UUID        REFERENCES accounts (id),
    uploaded_with       TEXT,
    uploaded_at         TIMESTAMPTZ NOT NULL
);
CREATE INDEX files_release ON files (release_id);
CREATE INDEX files_project ON files (project_id);
CREATE UNIQUE INDEX files_one_sdist ON files (release_id) WHERE kind = 'sdist';

-- Every file name ever used. A name is never used again, whoever owns the project.
CREATE TABLE used_filenames (
    filename    TEXT        PRIMARY KEY,
    used_at     TIMESTAMPTZ NOT NULL
);

-- The path of an object that a publish is about to write. It keeps the orphan
-- collector away: both take the row's lock before they touch the object.
CREATE TABLE object_claims (
    path        TEXT        PRIMARY KEY,
    claimed_at  TIMESTAMPTZ NOT NULL
);

-- Names that nobody may take, with the operator's reason.
CREATE TABLE prohibited_names (
    normalized_name TEXT        PRIMARY KEY,
    reason          TEXT        NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL
);

-- Who held a deleted project's name: only they, or an operator's release, free it.
CREATE TABLE retired_names (
    normalized_name TEXT        PRIMARY KEY,
    confusable_name TEXT        NOT NULL,
    retired_at      TIMESTAMPTZ NOT NULL,
    released_at     TIMESTAMPTZ
);
CREATE INDEX retired_names_confusable ON retired_names (confusable_name);
CREATE TABLE retired_name_owners (
    normalized_name TEXT        NOT NULL REFERENCES retired_names (normalized_name),
    account_id      UUID        NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (normalized_name, account_id)
);

-- The append-only list of public changes. The head is one locked row, so serials
-- become visible in the order of commits.
CREATE TABLE journal_head (
    id          INTEGER     PRIMARY KEY CHECK (id = 1),
    serial      BIGINT      NOT NULL
);
INSERT INTO journal_head (id, serial) VALUES (1, 0);
CREATE TABLE journal (
    serial          BIGINT      PRIMARY KEY,
    project_name    TEXT        NOT NULL,
    normalized_name TEXT        NOT NULL,
    version         TEXT,
    action          TEXT        NOT NULL,
    account_id      UUID,
    at              TIMESTAMPTZ NOT NULL
);
CREATE INDEX journal_name ON journal (normalized_name, serial);

-- The private audit log. `subject_kind` says what `subject_id` is.
CREATE TABLE events (
    id              UUID        PRIMARY KEY,
    subject_kind    TEXT        NOT NULL CHECK (subject_kind IN ('account', 'project', 'operator')),
    subject_id      UUID,
    tag             TEXT        NOT NULL,
    actor_id        UUID,
    details         JSONB       NOT NULL,
    at              TIMESTAMPTZ NOT NULL
);
CREATE INDEX events_subject ON events (subject_kind, subject_id, at);
CREATE INDEX events_actor ON events (actor_id, tag, at);

CREATE TABLE mandates (
    id          UUID        PRIMARY KEY,
    cohort      TEXT        NOT NULL CHECK (cohort IN ('critical', 'managers', 'everyone', 'selected', 'owner-opt-in')),
    strength    TEXT        NOT NULL CHECK (strength IN ('any', 'phishing-resistant')),
    reason      TEXT        NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL,
    ended_at    TIMESTAMPTZ
);
CREATE TABLE mandate_gates (
    mandate_id  UUID        NOT NULL REFERENCES mandates (id),
    gate        TEXT        NOT NULL CHECK (gate IN ('publish', 'releases', 'people', 'credentials', 'organizations')),
    announce_at TIMESTAMPTZ NOT NULL,
    enforce_at  TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (mandate_id, gate)
);

-- Work for later, enqueued in the transaction of the change. A dead letter is a
-- row with `failed_at`; a finished job is deleted.
CREATE TABLE jobs (
    id              UUID        PRIMARY KEY,
    kind            TEXT        NOT NULL,
    payload         JSONB       NOT NULL,
    unique_key      TEXT        UNIQUE,
    attempts        INTEGER     NOT NULL,
    run_at          TIMESTAMPTZ NOT NULL,
    leased_until    TIMESTAMPTZ,
    lease_owner     UUID,
    last_error      TEXT,
    failed_at       TIMESTAMPTZ,
    created_at      TIMESTAMPTZ NOT NULL
);
CREATE INDEX jobs_due ON jobs (run_at) WHERE failed_at IS NULL;

-- The one-time link for the first operator; only its hash is kept.
CREATE TABLE setup_links (
    id          UUID        PRIMARY KEY,
    secret_hash TEXT        NOT NULL UNIQUE,
    created_at  TIMESTAMPTZ NOT NULL,
    expires_at  TIMESTAMPTZ NOT NULL,
    used_at     TIMESTAMPTZ
);
