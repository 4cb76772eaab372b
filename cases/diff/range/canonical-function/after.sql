create type shelf;
create function shelf_canonical(shelf) returns shelf language internal immutable strict as 'int4range_canonical';
create type shelf as range (subtype = integer, canonical = shelf_canonical);
create table books (place shelf);
