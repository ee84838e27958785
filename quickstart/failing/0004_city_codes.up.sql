alter table cities add column code text;
update cities set code = country || '-' || id;
