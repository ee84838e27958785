-- Fails half-way, at its third statement: many cities share a name.
create table city_names (name text not null primary key);
insert into city_names select distinct name from cities;
insert into city_names select name from cities;
