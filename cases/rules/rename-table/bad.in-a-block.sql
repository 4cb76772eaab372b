DO $body$ BEGIN ALTER TABLE books RENAME TO volumes; END $body$;
