-- Who gave a question its present status, and when: the newest step may have changed only a mark. Of older questions the newest step is all that is known.
alter table question
    add column settled_name text,
    add column settled_at timestamptz,
    add column note_before int;

update question set settled_name = decided_name, settled_at = decided_at, note_before = note_version where decided_at is not null;
