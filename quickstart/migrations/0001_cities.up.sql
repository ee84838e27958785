create table countries (
  code text not null primary key
);
create table cities (
  id integer not null primary key,
  name text not null,
  lat real not null,
  lng real not null,
  country text not null references countries (code),
  admin1 text not null,
  admin2 text not null
);
