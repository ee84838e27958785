drop view southern_cities;
drop index cities_country;
alter table cities drop column hemisphere;
