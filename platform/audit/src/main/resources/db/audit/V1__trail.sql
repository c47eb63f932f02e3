-- The audit trail (C-095). Rows are added; nothing of them changes but seal_no and hash, once, from null.

create table audit_entry (
  id bigint generated always as identity primary key,
  -- the entry whose repetitions within its minute this row counts; null for an entry of its own
  counts bigint,
  -- microseconds since 1970, UTC
  at_micros bigint not null,
  -- null for the platform itself, 0 for an anonymous caller
  user_id bigint,
  username varchar(150) not null,
  address varchar(64) not null,
  action varchar(20) not null,
  object varchar(64) not null,
  object_id varchar(512) not null,
  project_id bigint,
  study_uid varchar(64),
  patient_id varchar(64),
  details varchar(1000) not null,
  -- how often it happened: 1, or what a counting row found in all
  times bigint not null,
  seal_no bigint,
  hash varchar(64)
);
create unique index audit_entry_seal on audit_entry (seal_no);
create unique index audit_entry_counts on audit_entry (counts);
create index audit_entry_at on audit_entry (at_micros);
create index audit_entry_user on audit_entry (user_id, id);
create index audit_entry_object on audit_entry (object_id, id);
create index audit_entry_study on audit_entry (study_uid, id);
create index audit_entry_patient on audit_entry (patient_id, id);

-- The end of the chain: one row, locked by the node that seals.
create table audit_chain (
  id int primary key,
  seal_no bigint not null,
  hash varchar(64) not null
);
insert into audit_chain (id, seal_no, hash)
  values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
