-- The catalog: patient, study, series, instance. Runs on H2 2.x and PostgreSQL.
create sequence studies_patient_seq;
create sequence studies_study_seq;
create sequence studies_series_seq;
-- The number of an instance also names its object in the blob store: one without a row is an orphan.
create sequence studies_instance_seq;

-- A patient is known by his id within a project, or within one user's private studies.
create table studies_patient (
  id bigint primary key,
  realm varchar(32) not null,
  patient_id varchar(200) not null,
  name varchar(400) not null,
  birth_date date,
  sex varchar(16),
  constraint studies_patient_known unique (realm, patient_id)
);

-- One row answers a study list: no join, no counting.
create table studies_study (
  id bigint primary key,
  study_uid varchar(64) not null,
  -- 'main', or whose shadow of a study it is (D-17, H-02): a UID is unique in its scope
  scope varchar(32) not null,
  intake varchar(16) not null,
  project_id bigint,
  owner_id bigint not null,
  patient_key bigint,
  patient_id varchar(200) not null,
  patient_name varchar(400) not null,
  patient_name_dicom varchar(400) not null,
  patient_birth_date date,
  patient_sex varchar(16),
  study_date date,
  study_time varchar(32),
  study_id varchar(200),
  accession_number varchar(200) not null,
  description varchar(400) not null,
  referring_physician varchar(400),
  modality varchar(16) not null,
  -- every modality in it between bars: |CT|SEG|
  modalities varchar(400) not null,
  series_count int not null,
  total_images int not null,
  total_bytes bigint not null,
  -- upper case: what a name pattern is compared with, as DICOM and as people write it
  name_key varchar(400) not null,
  name_spoken_key varchar(400) not null,
  -- upper case: what a free text is looked up in
  text_key varchar(2000) not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint studies_study_uid unique (study_uid, scope)
);
create index studies_study_by_project on studies_study (project_id, id);
create index studies_study_by_owner on studies_study (owner_id, id);
create index studies_study_by_intake on studies_study (intake, id);
create index studies_study_by_patient on studies_study (patient_id, id);
create index studies_study_by_patient_key on studies_study (patient_key);
create index studies_study_by_date on studies_study (study_date, id);
create index studies_study_by_accession on studies_study (accession_number, id);
create index studies_study_by_name on studies_study (name_key, id);
create index studies_study_by_spoken_name on studies_study (name_spoken_key, id);

create table studies_series (
  id bigint primary key,
  study_id bigint not null references studies_study (id),
  series_uid varchar(64) not null,
  series_number int,
  modality varchar(16) not null,
  description varchar(400) not null,
  instance_count int not null,
  created_at timestamp with time zone not null,
  constraint studies_series_uid unique (study_id, series_uid)
);

create table studies_instance (
  id bigint primary key,
  study_id bigint not null references studies_study (id),
  series_id bigint not null references studies_series (id),
  sop_uid varchar(64) not null,
  sop_class_uid varchar(64) not null,
  transfer_syntax_uid varchar(64) not null,
  instance_number int,
  -- never null, so that a list can go on after its last row: absent numbers come last
  series_order int not null,
  instance_order int not null,
  image_rows int,
  image_columns int,
  frames int,
  window_center double precision,
  window_width double precision,
  spacing_row double precision,
  spacing_column double precision,
  file_name varchar(300) not null,
  bytes bigint not null,
  sha256 char(64) not null,
  created_at timestamp with time zone not null,
  constraint studies_instance_uid unique (study_id, sop_uid)
);
create index studies_instance_by_sop on studies_instance (sop_uid);
create index studies_instance_by_order
  on studies_instance (study_id, series_order, instance_order, id);
create index studies_instance_by_series on studies_instance (series_id);

-- What later reads need of the header, apart from the rows that lists walk over.
create table studies_header (
  instance_id bigint primary key references studies_instance (id),
  dicom_json bytea,
  frame_index bytea
);

-- Objects whose rows are gone and that may still lie in the blob store.
create table studies_discarded (
  instance_id bigint primary key
);

-- Up to which number the blob store was searched for objects without rows.
create table studies_sweep (
  id int primary key,
  swept_to bigint not null,
  seen bigint not null,
  seen_at timestamp with time zone not null
);
insert into studies_sweep values (1, 0, 0, current_timestamp);
