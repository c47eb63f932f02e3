create table first_thing (id bigint primary key);
insert into first_thing values (1);
