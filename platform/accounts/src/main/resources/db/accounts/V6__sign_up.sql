-- How somebody gets an account, or into it again, without knowing anybody's password.

-- signed up by himself and not let in yet; is_active is false meanwhile
alter table accounts_user add column pending_approval boolean default false not null;

create table accounts_password_reset (
  -- one a user: a newer one replaces it
  user_id bigint primary key references accounts_user (id),
  -- SHA-256 of 256 random bits, in hex
  token_hash varchar(64) not null,
  issued_by bigint not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint accounts_password_reset_unique unique (token_hash)
);
create index accounts_password_reset_by_issuer on accounts_password_reset (issued_by);

create sequence accounts_invitation_seq start with 1 increment by 1;

create table accounts_invitation (
  id bigint primary key,
  code_hash varchar(64) not null,
  -- null: good for any address
  email varchar(254),
  -- names separated by spaces
  roles varchar(2000) not null,
  project_id bigint references accounts_project (id),
  project_role varchar(100),
  created_by bigint not null references accounts_user (id),
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  used_by bigint,
  revoked_at timestamp with time zone,
  constraint accounts_invitation_unique unique (code_hash)
);
create index accounts_invitation_by_maker on accounts_invitation (created_by, id);
create index accounts_invitation_by_project on accounts_invitation (project_id, id);
