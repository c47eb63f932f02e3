-- Users, projects and what tokens are checked against. For H2 and PostgreSQL alike.

create sequence accounts_user_seq start with 1 increment by 1;

create table accounts_user (
  id bigint primary key,
  username varchar(150) not null,
  -- folded forms, so that two names that differ in case alone are one
  username_key varchar(300) not null,
  email varchar(254) not null,
  email_key varchar(300) not null,
  keycloak_id varchar(36),
  password_hash varchar(300) not null,
  -- counts up with each change of the password and each deactivation: older tokens end
  generation integer not null,
  is_active boolean not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  row_version integer not null,
  constraint accounts_user_username_unique unique (username_key),
  constraint accounts_user_email_unique unique (email_key),
  constraint accounts_user_keycloak_unique unique (keycloak_id)
);

create table accounts_user_role (
  user_id bigint not null references accounts_user (id),
  role varchar(100) not null,
  primary key (user_id, role)
);
create index accounts_user_role_by_role on accounts_user_role (role, user_id);

create sequence accounts_project_seq start with 2 increment by 1;

create table accounts_project (
  id bigint primary key,
  name varchar(200) not null,
  description text,
  sponsor varchar(200),
  start_date date,
  end_date date,
  auto_complete boolean not null,
  status varchar(50) not null,
  is_active boolean not null,
  created_by bigint references accounts_user (id),
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null
);
create index accounts_project_by_name on accounts_project (name);

-- there from the first boot, so that the documents' project_id 1 works (D-10)
insert into accounts_project
  (id, name, description, auto_complete, status, is_active, created_at, updated_at)
values (1, 'default', 'There from the first start', false, 'active', true,
  current_timestamp, current_timestamp);

create table accounts_project_member (
  project_id bigint not null references accounts_project (id),
  user_id bigint not null references accounts_user (id),
  role varchar(100) not null,
  joined_at timestamp with time zone not null,
  primary key (project_id, user_id)
);
create index accounts_project_member_by_user on accounts_project_member (user_id, project_id);

create table accounts_signing_key (
  kid varchar(36) primary key,
  -- JSON Web Key with its private part
  jwk text not null,
  created_at timestamp with time zone not null
);

create table accounts_revoked_token (
  jti varchar(100) primary key,
  user_id bigint not null,
  expires_at timestamp with time zone not null
);
create index accounts_revoked_token_by_expiry on accounts_revoked_token (expires_at);
