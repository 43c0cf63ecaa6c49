-- Sessions: who is signed in, sign-ins half done, and devices that are known.
-- Of each secret only the SHA-256 is kept.

-- A browser from which somebody signed in. It is known once a sign-in in it was
-- confirmed, and while it is remembered it needs no second factor. A device that is
-- revoked is deleted; events tell of it.
CREATE TABLE devices (
    id                  UUID        PRIMARY KEY,
    account_id          UUID        NOT NULL REFERENCES accounts (id),
    secret_hash         TEXT        NOT NULL UNIQUE,
    label               TEXT        NOT NULL,
    network             TEXT        NOT NULL,
    -- The strength of the second factor with which it was remembered.
    strength            TEXT        CHECK (strength IN ('any', 'phishing-resistant')),
    confirmed_at        TIMESTAMPTZ NOT NULL,
    remembered_until    TIMESTAMPTZ,
    last_seen_at        TIMESTAMPTZ NOT NULL
);
CREATE INDEX devices_account ON devices (account_id);

-- A session that ends is deleted; events tell of it.
CREATE TABLE sessions (
    id              UUID        PRIMARY KEY,
    secret_hash     TEXT        NOT NULL UNIQUE,
    account_id      UUID        NOT NULL REFERENCES accounts (id),
    method          TEXT        NOT NULL,
    strength        TEXT        CHECK (strength IN ('any', 'phishing-resistant')),
    stepped_up_at   TIMESTAMPTZ,
    device_id       UUID        REFERENCES devices (id),
    network         TEXT        NOT NULL,
    user_agent      TEXT        NOT NULL,
    signed_in_at    TIMESTAMPTZ NOT NULL,
    last_seen_at    TIMESTAMPTZ NOT NULL,
    expires_at      TIMESTAMPTZ NOT NULL
);
CREATE INDEX sessions_account ON sessions (account_id);
CREATE INDEX sessions_device ON sessions (device_id);
CREATE INDEX sessions_last_seen ON sessions (last_seen_at);

-- A sign-in between its password and its session. It is deleted when it is done.
CREATE TABLE sign_ins (
    id              UUID        PRIMARY KEY,
    secret_hash     TEXT        NOT NULL UNIQUE,
    account_id      UUID        NOT NULL REFERENCES accounts (id),
    stage           TEXT        NOT NULL CHECK (stage IN ('factor', 'device')),
    -- How it will have signed in; known from the device stage on.
    method          TEXT,
    remember        BOOLEAN     NOT NULL,
    -- A path of ours to go to afterwards.
    return_to       TEXT,
    link_hash       TEXT        UNIQUE,
    code_hash       TEXT,
    code_attempts   INTEGER     NOT NULL,
    -- Set by an operator for somebody whose mail does not arrive.
    confirmed_at    TIMESTAMPTZ,
    network         TEXT        NOT NULL,
    user_agent      TEXT        NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL,
    expires_at      TIMESTAMPTZ NOT NULL
);
CREATE INDEX sign_ins_account ON sign_ins (account_id);
CREATE INDEX sign_ins_expires ON sign_ins (expires_at);

-- Why a password that is right signs nobody in until it was reset.
ALTER TABLE accounts ADD COLUMN password_disabled_for TEXT CHECK (password_disabled_for IN ('compromised', 'operator'));
