create sequence probe_row_seq start with 50 increment by 50;

create table probe_row (
  id bigint primary key,
  label varchar(100) not null unique,
  created_at timestamp(6) with time zone not null
);
