-- A personal link: one named person, one role, in one information session or (host of the installation) in none. Of the token only the SHA-256 is kept.
create table invitation (
    id           uuid primary key,
    info_session uuid references info_session (id) on delete cascade,
    role         text        not null,
    name         text        not null,
    token_hash   bytea       not null unique,
    single_use   boolean     not null,
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    used_at      timestamptz,
    revoked_at   timestamptz,
    check (role in ('PANELIST', 'MODERATOR', 'HOST')),
    check (info_session is not null or role = 'HOST')
);

create index invitation_info_session on invitation (info_session, created_at);

-- What a used link leaves in a browser. It is as good as its invitation: revoked and expiring with it. Of the secret only the SHA-256 is kept.
create table access_grant (
    id          uuid primary key,
    invitation  uuid        not null references invitation (id) on delete cascade,
    secret_hash bytea       not null unique,
    created_at  timestamptz not null
);

create index access_grant_invitation on access_grant (invitation);
