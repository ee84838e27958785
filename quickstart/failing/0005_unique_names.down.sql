drop table city_names;
