-- The mandate: downloads, critical projects, campaigns, keys given away, account
-- recovery and switches. A `day` is the number of whole UTC days since 1970-01-01.

-- What was downloaded, in detail; soft writes and imported logs add to it.
CREATE TABLE download_details (
    project_id  UUID        NOT NULL,
    day         INTEGER     NOT NULL,
    version     TEXT        NOT NULL,
    kind        TEXT        NOT NULL CHECK (kind IN ('sdist', 'wheel')),
    installer   TEXT        NOT NULL,
    downloads   BIGINT      NOT NULL CHECK (downloads >= 0),
    PRIMARY KEY (project_id, day, version, kind, installer)
);
CREATE INDEX download_details_day ON download_details (day);

-- Totals of a day by installer, for the whole index.
CREATE TABLE installer_days (
    day         INTEGER     NOT NULL,
    installer   TEXT        NOT NULL,
    downloads   BIGINT      NOT NULL,
    PRIMARY KEY (day, installer)
);

-- The place of a project in the segments below: its bucket is ordinal / 1024. The
-- row outlives the project, so that its place is never given again.
CREATE TABLE download_ordinals (
    ordinal     BIGINT      PRIMARY KEY,
    project_id  UUID        NOT NULL UNIQUE
);

-- Daily totals that are not in a segment yet: those of the running day, and what
-- arrived late. The daily job moves complete days into segments.
CREATE TABLE download_pending (
    project_id  UUID        NOT NULL,
    day         INTEGER     NOT NULL,
    audience    TEXT        NOT NULL CHECK (audience IN ('people', 'robots', 'mirrors')),
    downloads   BIGINT      NOT NULL CHECK (downloads >= 0),
    PRIMARY KEY (project_id, day, audience)
);
CREATE INDEX download_pending_day ON download_pending (day);

-- Daily totals of 1,024 projects in a row: one variable-length number for each place.
-- 350,000 projects and 183 days are 62,586 rows instead of 64 million.
CREATE TABLE download_segments (
    bucket      INTEGER     NOT NULL,
    day         INTEGER     NOT NULL,
    audience    TEXT        NOT NULL CHECK (audience IN ('people', 'robots', 'mirrors')),
    counts      BYTEA       NOT NULL,
    PRIMARY KEY (bucket, day, audience)
);
CREATE INDEX download_segments_day ON download_segments (day);

-- The sum of the window for 1,024 projects: people only. `last_day` is the last day
-- that it holds; the daily job adds the new days and takes the old ones away.
CREATE TABLE download_windows (
    bucket      INTEGER     PRIMARY KEY,
    last_day    INTEGER     NOT NULL,
    counts      BYTEA       NOT NULL
);

-- An access log that was read, or is being read: known by the hash of its content.
-- The offset is committed with the counts of what lies before it.
CREATE TABLE download_logs (
    content_hash    TEXT        PRIMARY KEY,
    name            TEXT        NOT NULL,
    size            BIGINT      NOT NULL,
    read_to         BIGINT      NOT NULL,
    lines           BIGINT      NOT NULL,
    counted         BIGINT      NOT NULL,
    ignored         BIGINT      NOT NULL,
    unreadable      BIGINT      NOT NULL,
    started_at      TIMESTAMPTZ NOT NULL,
    finished_at     TIMESTAMPTZ
);

-- Designation is sticky: a row goes only by an operator's act or with its project.
CREATE TABLE critical_projects (
    project_id      UUID        PRIMARY KEY REFERENCES projects (id),
    reason          TEXT        NOT NULL CHECK (reason IN ('rank', 'operator', 'dependency')),
    -- NULL unless the reason is the rank.
    rank            BIGINT,
    downloads       BIGINT,
    note            TEXT        NOT NULL,
    designated_by   UUID        REFERENCES accounts (id),
    designated_at   TIMESTAMPTZ NOT NULL
);
CREATE TABLE critical_history (
    id              UUID        PRIMARY KEY,
    project_id      UUID        NOT NULL,
    project_name    TEXT        NOT NULL,
    normalized_name TEXT        NOT NULL,
    change          TEXT        NOT NULL CHECK (change IN ('designated', 'withdrawn', 'deleted')),
    reason          TEXT        NOT NULL,
    rank            BIGINT,
    downloads       BIGINT,
    note            TEXT        NOT NULL,
    actor_id        UUID,
    at              TIMESTAMPTZ NOT NULL
);
CREATE INDEX critical_history_at ON critical_history (at);
CREATE INDEX critical_history_name ON critical_history (normalized_name, at);
-- One row for each computation.
CREATE TABLE critical_runs (
    id              UUID        PRIMARY KEY,
    mode            TEXT        NOT NULL CHECK (mode IN ('incremental', 'full')),
    last_day        INTEGER     NOT NULL,
    eligible        BIGINT      NOT NULL,
    critical        BIGINT      NOT NULL,
    added           BIGINT      NOT NULL,
    -- The least downloads that designated by rank; NULL when nobody was.
    threshold       BIGINT,
    -- For a full computation: whether the incremental sums agreed.
    agreed          BOOLEAN,
    at              TIMESTAMPTZ NOT NULL
);
CREATE INDEX critical_runs_at ON critical_runs (at);

-- Who wrote a mandate, and who ended it; NULL is a command.
ALTER TABLE mandates ADD COLUMN created_by UUID REFERENCES accounts (id);
ALTER TABLE mandates ADD COLUMN ended_by UUID REFERENCES accounts (id);
-- Days before a deadline at which those who do not meet it are reminded, as a JSON list.
ALTER TABLE mandates ADD COLUMN reminders JSONB NOT NULL DEFAULT '[30, 14, 7, 1]';
-- Named users and projects of a mandate of the cohort `selected`.
CREATE TABLE mandate_accounts (
    mandate_id  UUID        NOT NULL REFERENCES mandates (id),
    account_id  UUID        NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (mandate_id, account_id)
);
CREATE INDEX mandate_accounts_account ON mandate_accounts (account_id);
CREATE TABLE mandate_projects (
    mandate_id  UUID        NOT NULL REFERENCES mandates (id),
    project_id  UUID        NOT NULL REFERENCES projects (id),
    PRIMARY KEY (mandate_id, project_id)
);
CREATE INDEX mandate_projects_project ON mandate_projects (project_id);
-- What was changed by whom: the mandate before and after, as JSON.
CREATE TABLE mandate_changes (
    id          UUID        PRIMARY KEY,
    mandate_id  UUID        NOT NULL REFERENCES mandates (id),
    change      TEXT        NOT NULL CHECK (change IN ('scheduled', 'edited', 'ended')),
    actor_id    UUID,
    before      JSONB,
    after       JSONB,
    at          TIMESTAMPTZ NOT NULL
);
CREATE INDEX mandate_changes_mandate ON mandate_changes (mandate_id, at);
CREATE INDEX mandate_changes_at ON mandate_changes (at);
-- The owners of a project require this strength of everybody with a role on it.
ALTER TABLE projects ADD COLUMN owners_require TEXT CHECK (owners_require IN ('any', 'phishing-resistant'));
ALTER TABLE projects ADD COLUMN owners_require_since TIMESTAMPTZ;

-- A campaign: one occasion to write to everybody concerned, in order of account. The
-- cursor is committed with the mails of those before it.
CREATE TABLE campaigns (
    id              UUID        PRIMARY KEY,
    -- Of the mandate, the occasion and the deadline, so that each exists once.
    unique_key      TEXT        NOT NULL UNIQUE,
    occasion        TEXT        NOT NULL CHECK (occasion IN ('designation', 'announcement', 'reminder', 'enforcement')),
    mandate_id      UUID        REFERENCES mandates (id),
    -- Days before the deadline, for a reminder.
    days_before     INTEGER,
    deadline        TIMESTAMPTZ,
    due_at          TIMESTAMPTZ NOT NULL,
    state           TEXT        NOT NULL CHECK (state IN ('running', 'finished', 'skipped')),
    cursor_account  UUID,
    written         BIGINT      NOT NULL,
    -- People without a verified primary address, who could not be written to.
    unreachable     BIGINT      NOT NULL,
    started_at      TIMESTAMPTZ NOT NULL,
    finished_at     TIMESTAMPTZ
);
CREATE INDEX campaigns_running ON campaigns (started_at) WHERE state = 'running';
-- The campaign that wrote a mail; NULL for every other mail.
ALTER TABLE mails ADD COLUMN campaign_id UUID REFERENCES campaigns (id);
CREATE INDEX mails_campaign ON mails (campaign_id, state) WHERE campaign_id IS NOT NULL;
-- Designations whose people have not been written to yet.
CREATE TABLE designation_notices (
    project_id  UUID        NOT NULL,
    account_id  UUID        NOT NULL REFERENCES accounts (id),
    created_at  TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (account_id, project_id)
);

-- Security keys given away. `countries` is a JSON list of ISO 3166-1 codes.
CREATE TABLE giveaway_programmes (
    id              UUID        PRIMARY KEY,
    title           TEXT        NOT NULL,
    vendor          TEXT        NOT NULL,
    vendor_url      TEXT        NOT NULL,
    opens_at        TIMESTAMPTZ NOT NULL,
    closes_at       TIMESTAMPTZ NOT NULL,
    countries       JSONB       NOT NULL,
    keys_per_code   INTEGER     NOT NULL CHECK (keys_per_code >= 1),
    created_by      UUID        REFERENCES accounts (id),
    created_at      TIMESTAMPTZ NOT NULL
);
-- A code is sealed with the key ring; its keyed hash finds one that is imported twice.
CREATE TABLE giveaway_codes (
    id              UUID        PRIMARY KEY,
    programme_id    UUID        NOT NULL REFERENCES giveaway_programmes (id),
    key_id          TEXT        NOT NULL,
    sealed          BYTEA       NOT NULL,
    -- Across programmes: a code that two of them have is good for one person only.
    code_hash       TEXT        NOT NULL UNIQUE,
    imported_at     TIMESTAMPTZ NOT NULL,
    -- NULL while it is free, and again once the account is deleted.
    account_id      UUID        REFERENCES accounts (id),
    claimed_at      TIMESTAMPTZ,
    UNIQUE (programme_id, account_id)
);
CREATE INDEX giveaway_codes_free ON giveaway_codes (programme_id, id) WHERE claimed_at IS NULL;

-- The figures of a day, counted distinct.
CREATE TABLE factor_snapshots (
    day                                     INTEGER     PRIMARY KEY,
    accounts                                BIGINT      NOT NULL,
    accounts_with_second_factor             BIGINT      NOT NULL,
    accounts_with_totp                      BIGINT      NOT NULL,
    accounts_with_webauthn                  BIGINT      NOT NULL,
    managers                                BIGINT      NOT NULL,
    managers_with_second_factor             BIGINT      NOT NULL,
    managers_with_webauthn                  BIGINT      NOT NULL DEFAULT 0,
    critical_projects                       BIGINT      NOT NULL,
    critical_maintainers                    BIGINT      NOT NULL,
    critical_maintainers_with_second_factor BIGINT      NOT NULL,
    critical_maintainers_with_totp          BIGINT      NOT NULL,
    critical_maintainers_with_webauthn      BIGINT      NOT NULL,
    security_keys_given                     BIGINT      NOT NULL,
    at                                      TIMESTAMPTZ NOT NULL
);

-- Somebody who lost every way in asks to be let in again. Whether an open case still
-- waits or is looked at is a matter of time.
CREATE TABLE recovery_cases (
    id                  UUID        PRIMARY KEY,
    account_id          UUID        NOT NULL REFERENCES accounts (id),
    state               TEXT        NOT NULL CHECK (state IN ('open', 'completed', 'rejected', 'cancelled', 'expired')),
    -- Where the requester is written to: a verified address of the account, or a new one.
    -- Empty once the account is deleted.
    contact             TEXT        NOT NULL,
    -- Whether it was a verified address of the account when the case was opened.
    contact_is_known    BOOLEAN     NOT NULL,
    -- The language of the mails to the requester.
    language            TEXT        NOT NULL,
    reason              TEXT        NOT NULL,
    -- What a text file in a repository must hold.
    repository_token    TEXT        NOT NULL,
    opened_at           TIMESTAMPTZ NOT NULL,
    waits_until         TIMESTAMPTZ NOT NULL,
    -- When somebody last did something; a case that nobody moves expires.
    moved_at            TIMESTAMPTZ NOT NULL,
    closed_at           TIMESTAMPTZ,
    closed_because      TEXT,
    network             TEXT        NOT NULL
);
-- One open case for each account.
CREATE UNIQUE INDEX recovery_cases_open ON recovery_cases (account_id) WHERE closed_at IS NULL;
CREATE INDEX recovery_cases_account ON recovery_cases (account_id, closed_at);
CREATE INDEX recovery_cases_moved ON recovery_cases (moved_at) WHERE closed_at IS NULL;
-- Mailed links: `request` opens a case and shows it ever after, `cancel` ends it once.
CREATE TABLE recovery_links (
    id          UUID        PRIMARY KEY,
    kind        TEXT        NOT NULL CHECK (kind IN ('request', 'cancel')),
    secret_hash TEXT        NOT NULL UNIQUE,
    account_id  UUID        NOT NULL REFERENCES accounts (id),
    -- NULL until the request opened its case.
    case_id     UUID        REFERENCES recovery_cases (id),
    contact     TEXT        NOT NULL,
    language    TEXT        NOT NULL,
    reason      TEXT        NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL,
    expires_at  TIMESTAMPTZ NOT NULL
);
CREATE INDEX recovery_links_account ON recovery_links (account_id);
CREATE INDEX recovery_links_case ON recovery_links (case_id);
CREATE INDEX recovery_links_expires ON recovery_links (expires_at);
CREATE TABLE recovery_evidence (
    id          UUID        PRIMARY KEY,
    case_id     UUID        NOT NULL REFERENCES recovery_cases (id),
    kind        TEXT        NOT NULL CHECK (kind IN ('address', 'repository', 'voucher')),
    -- An address, a repository's URL, or the user name of a co-owner.
    statement   TEXT        NOT NULL,
    -- Who vouches.
    account_id  UUID        REFERENCES accounts (id),
    -- Set by the program for an address and a voucher, by an operator for a repository.
    proved_at   TIMESTAMPTZ,
    refuted_at  TIMESTAMPTZ,
    judged_by   UUID        REFERENCES accounts (id),
    created_at  TIMESTAMPTZ NOT NULL,
    CHECK (proved_at IS NULL OR refuted_at IS NULL)
);
CREATE INDEX recovery_evidence_case ON recovery_evidence (case_id);
CREATE INDEX recovery_evidence_account ON recovery_evidence (account_id);
CREATE TABLE recovery_decisions (
    case_id     UUID        NOT NULL REFERENCES recovery_cases (id),
    operator_id UUID        NOT NULL REFERENCES accounts (id),
    approves    BOOLEAN     NOT NULL,
    note        TEXT        NOT NULL,
    at          TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (case_id, operator_id)
);
CREATE TABLE recovery_notes (
    id          UUID        PRIMARY KEY,
    case_id     UUID        NOT NULL REFERENCES recovery_cases (id),
    operator_id UUID        REFERENCES accounts (id),
    note        TEXT        NOT NULL,
    at          TIMESTAMPTZ NOT NULL
);
CREATE INDEX recovery_notes_case ON recovery_notes (case_id, at);
-- Nothing is published by an account before that.
ALTER TABLE accounts ADD COLUMN publish_held_until TIMESTAMPTZ;

-- What an operator, or the surge protection, has turned off. A row exists while it is on,
-- or while the protection proposes it (`on_since` is NULL then).
CREATE TABLE switches (
    name        TEXT        PRIMARY KEY CHECK (name IN ('no-new-users', 'no-new-projects', 'no-new-uploads', 'no-deletions', 'read-only')),
    reason      TEXT        NOT NULL,
    banner      TEXT,
    -- NULL where a command or the surge protection did it.
    actor_id    UUID        REFERENCES accounts (id),
    by_surge    BOOLEAN     NOT NULL,
    on_since    TIMESTAMPTZ,
    proposed_at TIMESTAMPTZ
);
CREATE TABLE switch_history (
    id          UUID        PRIMARY KEY,
    name        TEXT        NOT NULL,
    change      TEXT        NOT NULL CHECK (change IN ('on', 'off', 'proposed', 'dismissed')),
    reason      TEXT        NOT NULL,
    actor_id    UUID,
    by_surge    BOOLEAN     NOT NULL,
    at          TIMESTAMPTZ NOT NULL
);
CREATE INDEX switch_history_at ON switch_history (at);
-- What the surge protection compares: how often something happened in an hour.
CREATE TABLE surge_counts (
    what        TEXT        NOT NULL CHECK (what IN ('registrations', 'new-projects', 'refused-uploads')),
    hour        BIGINT      NOT NULL,
    count       BIGINT      NOT NULL,
    PRIMARY KEY (what, hour)
);
