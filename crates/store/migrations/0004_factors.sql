-- Second factors: several TOTP secrets and WebAuthn credentials of an account, each
-- active only once a recovery code was burned.
ALTER TABLE totp_secrets ADD COLUMN last_used_at TIMESTAMPTZ;
ALTER TABLE totp_secrets ADD COLUMN active_at TIMESTAMPTZ;
-- Until now, whatever enrolled a secret burned a code in the same transaction.
UPDATE totp_secrets SET active_at = created_at;
CREATE UNIQUE INDEX totp_secrets_name ON totp_secrets (account_id, name);

-- A secret that was shown and waits for its first code; one for each account.
CREATE TABLE totp_pending (
    account_id  UUID        PRIMARY KEY REFERENCES accounts (id),
    -- That of the row in `totp_secrets` to come, which the seal authenticates.
    id          UUID        NOT NULL,
    sealed      BYTEA       NOT NULL,
    expires_at  TIMESTAMPTZ NOT NULL
);

-- `credential` is what the WebAuthn library made of the registration, as JSON.
CREATE TABLE webauthn_credentials (
    id              UUID        PRIMARY KEY,
    account_id      UUID        NOT NULL REFERENCES accounts (id),
    name            TEXT        NOT NULL,
    credential_id   BYTEA       NOT NULL UNIQUE,
    credential      JSONB       NOT NULL,
    kind            TEXT        NOT NULL CHECK (kind IN ('security-key', 'passkey')),
    sign_count      BIGINT      NOT NULL,
    aaguid          UUID,
    -- Its counter went back: another authenticator may hold a copy of the key.
    suspended_at    TIMESTAMPTZ,
    last_used_at    TIMESTAMPTZ,
    active_at       TIMESTAMPTZ,
    created_at      TIMESTAMPTZ NOT NULL,
    UNIQUE (account_id, name)
);

-- Challenges that were handed out; finishing a ceremony deletes its row, so that each
-- answer counts once. The id is the hash of what the browser holds.
CREATE TABLE webauthn_ceremonies (
    id          TEXT        PRIMARY KEY,
    account_id  UUID        REFERENCES accounts (id),
    purpose     TEXT        NOT NULL CHECK (purpose IN ('security-key', 'passkey', 'second-factor', 'sign-in')),
    state       JSONB       NOT NULL,
    expires_at  TIMESTAMPTZ NOT NULL
);
CREATE INDEX webauthn_ceremonies_expires ON webauthn_ceremonies (expires_at);

-- What holds for the whole site and was decided once.
CREATE TABLE site_facts (
    key         TEXT        PRIMARY KEY,
    value       TEXT        NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL
);
