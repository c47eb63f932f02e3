-- What annotations were before each change (S1 keeps it too), and measurements that lists search.

create table masks_annotation_history (
  annotation_id bigint not null,
  revision bigint not null,
  ended_by varchar(16) not null,
  changed_by bigint not null,
  changed_at timestamp(6) with time zone not null,
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
  updated_at timestamp(6) with time zone not null,
  primary key (annotation_id, revision)
);

-- One row a value, so that a range finds values and not spans between them.
create table masks_measurement (
  annotation_id bigint not null references masks_annotation (id),
  number integer not null,
  measurement_id varchar(255) not null,
  measurement_type varchar(255) not null,
  unit varchar(255),
  measured double precision not null,
  primary key (annotation_id, number)
);
create index masks_measurement_by_type
  on masks_measurement (measurement_type, measured, annotation_id);
create index masks_measurement_by_id
  on masks_measurement (measurement_id, measured, annotation_id);

-- Annotations of before, whose measurements are still to be read out of their JSON.
create table masks_measurement_backlog (
  annotation_id bigint primary key
);
insert into masks_measurement_backlog (annotation_id)
  select id from masks_annotation where measurement_values <> '[]';

create index masks_annotation_series on masks_annotation (series_instance_uid, id);
create index masks_annotation_image on masks_annotation (sop_instance_uid, id);
