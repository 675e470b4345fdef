-- One information session, from planning to archive.
create table info_session (
    id             uuid primary key,
    join_code      text        not null unique,
    phase          text        not null,
    title_en       text,
    title_fr       text,
    description_en text,
    description_fr text,
    starts_at      timestamptz,
    ends_at        timestamptz,
    time_zone      text        not null,
    stream_url     text,
    switches       text        not null,
    notice_en      text,
    notice_fr      text,
    notice_at      timestamptz,
    rehearsal_of   uuid references info_session (id) on delete cascade,
    created_at     timestamptz not null
);

create index info_session_rehearsal on info_session (rehearsal_of) where rehearsal_of is not null;

-- The head row that serialises everything journalled in a session. A row of its own, without foreign keys: locking it must lock nothing else. The fill factor keeps its many updates on its page.
create table journal_head (
    info_session uuid primary key,
    epoch        uuid   not null,
    seq          bigint not null,
    questions    int    not null
) with (fillfactor = 20);

-- The record. The payload is text and not jsonb, which refuses U+0000 and lone surrogates and reorders keys. It never holds free text of a question or a participant key.
create table journal_entry (
    info_session uuid        not null,
    seq          bigint      not null,
    at           timestamptz not null,
    actor        text        not null,
    kind         text        not null,
    payload      text        not null,
    primary key (info_session, seq)
);

-- What a command was answered, so that a retry gets the same answer.
create table receipt (
    info_session uuid  not null,
    actor        text  not null,
    id           uuid  not null,
    digest       bytea not null,
    answer       text  not null,
    primary key (info_session, actor, id)
);

-- Who an opaque author is. Deleting a row here unties a person from all they asked and voted.
create table author (
    info_session uuid  not null,
    participant  bytea not null,
    id           uuid  not null unique,
    primary key (info_session, participant)
);

create table question (
    id            uuid primary key,
    info_session  uuid        not null references info_session (id) on delete cascade,
    number        int         not null,
    author        uuid,
    origin        text        not null,
    text_version  int         not null,
    name_version  int,
    note_version  int,
    revision      int         not null,
    status        text        not null,
    held          boolean     not null,
    pinned        boolean     not null,
    rank          bigint      not null,
    merged_into   uuid,
    reason        text,
    in_writing    boolean     not null,
    language      text        not null,
    before        text,
    decided_actor text,
    decided_name  text,
    decided_at    timestamptz,
    decided_seq   bigint,
    asked_at      timestamptz not null,
    published_at  timestamptz,
    queued_at     timestamptz,
    aired_at      timestamptz,
    answered_at   timestamptz,
    unique (info_session, number)
);

create index question_session on question (info_session);
create index question_author on question (author) where author is not null;
create index question_stage on question (info_session) where status in ('QUEUED', 'ON_AIR');
create index question_merged on question (merged_into) where merged_into is not null;

-- Texts apart from rows: the asker's wording, names and notes, each version once. The salt belongs to the digest that the journal keeps of the text.
create table question_text (
    question uuid  not null references question (id) on delete cascade,
    version  int   not null,
    body     text  not null,
    salt     bytea not null,
    primary key (question, version)
);

-- One row a participant and question. n is the client's counter, the newest wins; prior is how the vote stood before its newest change, so that the tally's difference needs no second look.
create table vote (
    question uuid    not null references question (id) on delete cascade,
    voter    uuid    not null,
    n        int     not null,
    cast_on  boolean not null,
    prior    boolean not null,
    primary key (question, voter)
);

create index vote_voter on vote (voter);

-- How many different people want a question answered, over the whole group where others were merged into it. version grows with every change, so that readers keep the newest.
create table question_tally (
    question     uuid primary key references question (id) on delete cascade,
    info_session uuid        not null,
    votes        int         not null,
    version      bigint      not null,
    changed_at   timestamptz not null
) with (fillfactor = 50);

create index question_tally_changed on question_tally (info_session, changed_at);

-- Which database cluster the epochs were written by; another one means a restore.
create table cluster_mark (
    only_row          boolean primary key default true check (only_row),
    system_identifier bigint      not null,
    timeline          int         not null,
    started_at        timestamptz not null
);
