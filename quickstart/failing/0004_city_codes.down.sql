alter table cities drop column code;
