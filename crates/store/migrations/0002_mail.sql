-- Mail: the outbox. A mail is rendered when its row is written, in the transaction of
-- what it tells of, so that nothing that changes later changes what it says.
CREATE TABLE mails (
    id              UUID        PRIMARY KEY,
    account_id      UUID        REFERENCES accounts (id),
    address         TEXT        NOT NULL,
    language        TEXT        NOT NULL,
    kind            TEXT        NOT NULL,
    subject         TEXT        NOT NULL,
    text_body       TEXT        NOT NULL,
    html_body       TEXT        NOT NULL,
    state           TEXT        NOT NULL CHECK (state IN ('queued', 'sent', 'failed', 'suppressed')),
    -- What each person gets once has a key of the person and the occasion.
    unique_key      TEXT        UNIQUE,
    -- When its link has expired; a mail that could not be sent until then is suppressed.
    useless_after   TIMESTAMPTZ,
    attempts        INTEGER     NOT NULL,
    last_error      TEXT,
    created_at      TIMESTAMPTZ NOT NULL,
    sent_at         TIMESTAMPTZ
);
CREATE INDEX mails_created ON mails (created_at);
CREATE INDEX mails_account ON mails (account_id);

-- The language that an account reads, by its BCP 47 tag; NULL is English.
ALTER TABLE accounts ADD COLUMN language TEXT;
