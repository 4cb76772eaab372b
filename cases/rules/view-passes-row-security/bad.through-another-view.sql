CREATE VIEW owners AS SELECT owner FROM documents;
CREATE VIEW counts AS SELECT owner, count(*) FROM owners GROUP BY owner;
GRANT SELECT ON counts TO reader;
