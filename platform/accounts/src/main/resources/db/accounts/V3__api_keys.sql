-- Keys of programs. One that was revoked, or whose user was deactivated, is gone.

create sequence accounts_api_key_seq start with 1 increment by 1;

create table accounts_api_key (
  id bigint primary key,
  user_id bigint not null references accounts_user (id),
  name varchar(100) not null,
  -- SHA-256 of 256 random bits, in hex
  secret_hash varchar(64) not null,
  -- names separated by spaces; null: all but user.manage
  permissions varchar(2000),
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  last_used_at timestamp with time zone
);
create index accounts_api_key_by_user on accounts_api_key (user_id, id);
