-- Limits: how often who did what, shared by the nodes at each flush of soft writes.
-- A window is counted in slices; `bucket` is a keyed hash of an account or an address.
CREATE TABLE limit_counts (
    limit_name      TEXT        NOT NULL,
    bucket          TEXT        NOT NULL,
    window_seconds  BIGINT      NOT NULL,
    -- When the slice begins.
    window_start    TIMESTAMPTZ NOT NULL,
    uses            BIGINT      NOT NULL,
    updated_at      TIMESTAMPTZ NOT NULL,
    -- When the slice has left its window.
    expires_at      TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (limit_name, bucket, window_seconds, window_start)
);
CREATE INDEX limit_counts_updated ON limit_counts (updated_at);
CREATE INDEX limit_counts_expires ON limit_counts (expires_at);
