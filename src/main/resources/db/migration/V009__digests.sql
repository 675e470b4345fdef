-- What a journal comes to at each entry: SHA-256 over the digest at the entry before it and the entry as it is stored, as org.rostrum.journal.Digest has it. A position that bears it can be told from one of another history.
alter table journal_entry add column digest bytea;
alter table journal_head add column digest bytea;

do $$
declare
    entry record;
    infosession uuid;
    digest_here bytea;
begin
    for entry in select ctid, info_session, seq, at, actor, kind, payload from journal_entry order by info_session, seq loop
        if infosession is distinct from entry.info_session then
            infosession := entry.info_session;
            digest_here := decode(repeat('00', 32), 'hex');
        end if;
        digest_here := sha256(
            digest_here
            || int8send(entry.seq)
            || int8send(floor(extract(epoch from entry.at) * 1000)::bigint)
            || int4send(octet_length(convert_to(entry.actor, 'UTF8'))) || convert_to(entry.actor, 'UTF8')
            || int4send(octet_length(convert_to(entry.kind, 'UTF8'))) || convert_to(entry.kind, 'UTF8')
            || convert_to(entry.payload, 'UTF8'));
        update journal_entry set digest = digest_here where ctid = entry.ctid;
    end loop;
end
$$;

update journal_head h
set digest = coalesce(
    (select e.digest from journal_entry e where e.info_session = h.info_session and e.seq = h.seq),
    decode(repeat('00', 32), 'hex'));

alter table journal_entry alter column digest set not null;
alter table journal_head alter column digest set not null;
