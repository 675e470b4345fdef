-- How far a session's tallies have come. Whoever counts takes the next number here, under this row's lock and last of all its locks, and gives it to each tally it changes: numbers are committed in their order, so who has read up to one has missed none below it.
create table tally_head (
    info_session uuid primary key references info_session (id) on delete cascade,
    version      bigint not null
) with (fillfactor = 20);

insert into tally_head (info_session, version)
select tally.info_session, max(tally.version)
from question_tally as tally join info_session on info_session.id = tally.info_session
group by tally.info_session;

-- No index holds what every vote changes, so that an update stays on its page.
drop index question_tally_changed;
alter table question_tally drop column changed_at;
create index question_tally_session on question_tally (info_session);
