drop table cities;
drop table countries;
