create function my_lower(text) returns text language internal immutable strict as 'lower';
create function my_row_number() returns bigint language internal window as 'window_row_number';
