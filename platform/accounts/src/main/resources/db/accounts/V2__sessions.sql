-- Sessions of browsers (C-081). The id itself is in the cookie alone: who reads this table or a
-- backup of it cannot use a session.
create table accounts_session (
  -- SHA-256 of the id, in hexadecimal
  id_hash varchar(64) primary key,
  user_id bigint not null references accounts_user (id),
  -- of the user's password at the sign-in: a change of it ends the session
  generation integer not null,
  created_at timestamp with time zone not null,
  -- written at most once a minute
  last_seen_at timestamp with time zone not null
);
create index accounts_session_by_user on accounts_session (user_id, last_seen_at);
create index accounts_session_by_last_seen on accounts_session (last_seen_at);
create index accounts_session_by_creation on accounts_session (created_at);
