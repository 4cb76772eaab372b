ALTER TABLE books RENAME TO volumes;
