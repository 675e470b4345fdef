-- Somebody who has signed in with an identity provider. The journal bears the id and never the provider's own: a change of provider is an update here, and removing the row leaves the record without a name to it.
create table account (
    id         uuid primary key,
    issuer     text        not null,
    subject    text        not null,
    created_at timestamptz not null,
    unique (issuer, subject)
);
