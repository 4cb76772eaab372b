ALTER TABLE contacts ADD pager text;
CREATE INDEX ON commands (line);
SELECT bump_version('1.2');
ALTER TABLE hosts ADD notes text;
DROP VIEW open_problems;
