CREATE VIEW prices AS SELECT discount(100, 'ten'::text);
