-- Mailed links, registration, addresses and deletion.

-- A link that was mailed and works once; only the hash of its secret is kept.
-- `address` is what the link proves, in lower case; `payload` is what using it needs.
CREATE TABLE links (
    id          UUID        PRIMARY KEY,
    kind        TEXT        NOT NULL CHECK (kind IN ('invitation', 'registration', 'verify-address', 'reset-password', 'undo-deletion')),
    secret_hash TEXT        NOT NULL UNIQUE,
    account_id  UUID        REFERENCES accounts (id),
    address     TEXT,
    payload     JSONB       NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL,
    expires_at  TIMESTAMPTZ NOT NULL,
    used_at     TIMESTAMPTZ
);
CREATE INDEX links_account ON links (account_id, kind);
CREATE INDEX links_expires ON links (expires_at);

-- User names that nobody may take, nor one that looks like them.
CREATE TABLE prohibited_usernames (
    name            TEXT        PRIMARY KEY,
    confusable_name TEXT        NOT NULL,
    reason          TEXT        NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL
);
CREATE INDEX prohibited_usernames_confusable ON prohibited_usernames (confusable_name);

-- A user name that somebody asked for and may still get: the account is made when
-- the link in the mail is used. It is kept for a used address too, so that nobody
-- learns from a name which addresses have accounts; who lost the mail asks again
-- with the same address.
CREATE TABLE reserved_usernames (
    name            TEXT        PRIMARY KEY,
    confusable_name TEXT        NOT NULL,
    address         TEXT        NOT NULL,
    reserved_until  TIMESTAMPTZ NOT NULL
);
CREATE INDEX reserved_usernames_confusable ON reserved_usernames (confusable_name);

-- Domains whose addresses, and those of their subdomains, are not taken.
CREATE TABLE prohibited_domains (
    domain      TEXT        PRIMARY KEY,
    reason      TEXT        NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL
);

-- What an operator sets while the index runs.
CREATE TABLE site_settings (
    key         TEXT        PRIMARY KEY,
    value       TEXT        NOT NULL,
    changed_at  TIMESTAMPTZ NOT NULL
);

-- The form in which look-alikes are equal, as for project names.
ALTER TABLE accounts ADD COLUMN confusable_username TEXT;
UPDATE accounts SET confusable_username = replace(replace(replace(replace(replace(replace(
    normalized_username, '-', ''), '_', ''), '.', ''), 'l', '1'), 'i', '1'), 'o', '0');
CREATE INDEX accounts_confusable ON accounts (confusable_username);
-- How the account came about: NULL for a command or the setup link.
ALTER TABLE accounts ADD COLUMN registered_via TEXT;
-- When the account will be deleted, unless its owner takes that back.
ALTER TABLE accounts ADD COLUMN deletion_at TIMESTAMPTZ;
CREATE INDEX accounts_deletion ON accounts (deletion_at) WHERE deletion_at IS NOT NULL;

ALTER TABLE addresses ADD COLUMN is_public BOOLEAN NOT NULL DEFAULT FALSE;
-- Why an address that was verified is no longer.
ALTER TABLE addresses ADD COLUMN unverified_reason TEXT;
-- When its domain is looked up next; NULL before the first time.
ALTER TABLE addresses ADD COLUMN domain_check_at TIMESTAMPTZ;
-- Since when its domain does not exist; NULL while it does.
ALTER TABLE addresses ADD COLUMN domain_gone_at TIMESTAMPTZ;
