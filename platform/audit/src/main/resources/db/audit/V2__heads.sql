-- Copies of the newest heads: lines that a restored or shortened heads file lacks are put back from here.
create table audit_head (
  head_no bigint primary key,
  line varchar(400) not null
);
