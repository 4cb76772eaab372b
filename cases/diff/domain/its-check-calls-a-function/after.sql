create function valid_iban(text) returns boolean language sql immutable as $$ select $1 ~ '^[A-Z]{2}[0-9]{2}' $$;
create domain iban as text check (valid_iban(value));
