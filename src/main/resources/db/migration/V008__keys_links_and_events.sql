-- Signs participants' keys, for all servers on this database. The newest that every server has had time to read signs, and the one before it is still accepted.
create table signing_secret (
    generation int primary key,
    secret     bytea       not null,
    made_at    timestamptz not null
);

-- From how many networks the votes of a question come, for the desk. 16 bits of a keyed digest: some 65 000 IPv4 addresses share each value, so that it counts networks and names none.
alter table author add column network smallint;

-- Who made a personal link and who took it back: the id of an actor, or the word console.
alter table invitation
    add column made_by    text,
    add column revoked_by text;

create index invitation_revoked on invitation (revoked_at) where revoked_at is not null;

-- A grant ends by signing out, or by lying idle.
alter table access_grant
    add column last_used_at timestamptz,
    add column ended_at     timestamptz;

create index access_grant_ended on access_grant (ended_at) where ended_at is not null;

-- What an incident is reconstructed from. Bounded: the oldest go first. Never holds a token, a key, a join code or an address.
create table security_event (
    id           bigint generated always as identity primary key,
    at           timestamptz not null,
    kind         text        not null,
    actor        text,
    name         text,
    role         text,
    subject      text,
    info_session uuid,
    times        int         not null
);

create index security_event_at on security_event (at);
