alter table cities add column hemisphere text;
update cities set hemisphere = case when lat >= 0 then 'north' else 'south' end;
create index cities_country on cities (country);
create view southern_cities as
  select id, name, country from cities where hemisphere = 'south';
