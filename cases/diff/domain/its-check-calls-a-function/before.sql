create function is_iban(text) returns boolean language sql immutable as $$ select $1 ~ '^[A-Z]{2}' $$;
create domain iban as text check (is_iban(value));
