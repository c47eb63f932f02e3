-- Annotations, mask groups and masks. H2 2.x and PostgreSQL alike.

create sequence masks_annotation_seq start with 50 increment by 50;
create sequence masks_mask_group_seq start with 50 increment by 50;
create sequence masks_mask_seq start with 50 increment by 50;
create sequence masks_issued_seq start with 50 increment by 50;

create table masks_annotation (
  id bigint primary key,
  revision bigint not null,
  project_id bigint not null,
  user_id bigint not null,
  study_instance_uid varchar(64) not null,
  series_instance_uid varchar(64) not null,
  sop_instance_uid varchar(64) not null,
  annotation_data text not null,
  measurement_values text not null,
  shared boolean not null,
  tool_name varchar(255) not null,
  tool_version varchar(255),
  viewer_software varchar(255),
  description varchar(10000),
  created_at timestamp(6) with time zone not null,
  updated_at timestamp(6) with time zone not null
);
create index masks_annotation_project on masks_annotation (project_id, id);
create index masks_annotation_user on masks_annotation (user_id, id);
create index masks_annotation_study on masks_annotation (study_instance_uid, id);

create table masks_mask_group (
  id bigint primary key,
  revision bigint not null,
  annotation_id bigint not null references masks_annotation (id),
  group_name varchar(255),
  model_name varchar(255),
  version varchar(255),
  modality varchar(16),
  slice_count integer not null,
  mask_type varchar(16) not null,
  description varchar(10000),
  created_by bigint not null,
  created_at timestamp(6) with time zone not null,
  updated_at timestamp(6) with time zone not null
);
create index masks_mask_group_annotation on masks_mask_group (annotation_id, id);
create index masks_mask_group_modality on masks_mask_group (annotation_id, modality);
create index masks_mask_group_type on masks_mask_group (annotation_id, mask_type);

create table masks_mask (
  id bigint primary key,
  revision bigint not null,
  group_id bigint not null references masks_mask_group (id),
  slice_index integer,
  sop_instance_uid varchar(64),
  label_name varchar(255),
  file_path varchar(512) not null,
  mime_type varchar(127) not null,
  file_size bigint,
  checksum varchar(255),
  width integer,
  height integer,
  verified_size bigint,
  verified_sha256 varchar(64),
  created_at timestamp(6) with time zone not null,
  updated_at timestamp(6) with time zone not null
);
create index masks_mask_slice on masks_mask (group_id, slice_index, id);
create index masks_mask_path on masks_mask (group_id, file_path);

-- What stats add up. Several slots, so that clients filling one group do not wait for each other.
create table masks_group_counter (
  group_id bigint not null,
  slot integer not null,
  label_name varchar(255) not null,
  mime_type varchar(127) not null,
  masks bigint not null,
  bytes bigint not null,
  primary key (group_id, slot, label_name, mime_type)
);

-- Completed uploads, and the memory of removed ones: a key is never used twice.
create table masks_object (
  object_key varchar(512) primary key,
  group_id bigint not null,
  removed boolean not null,
  mime_type varchar(127),
  detected_type varchar(127),
  size_bytes bigint,
  sha256 varchar(64),
  width integer,
  height integer,
  file_name varchar(255),
  completed_at timestamp(6) with time zone not null
);
create index masks_object_group on masks_object (group_id);

-- Objects that a committed transaction gave up and that may still be on the disk.
create table masks_removal (
  object_key varchar(512) primary key,
  queued_at timestamp(6) with time zone not null
);

-- Upload links given out, to find uploads that nobody completed.
create table masks_issued (
  id bigint primary key,
  object_key varchar(512) not null,
  group_id bigint not null,
  file_name varchar(255),
  issued_at timestamp(6) with time zone not null
);
create index masks_issued_key on masks_issued (object_key);
create index masks_issued_time on masks_issued (issued_at, id);
