-- A dump that is restored into the cluster it comes from makes the tables anew: their number tells it from the original.
alter table cluster_mark add column journal_table bigint not null;
