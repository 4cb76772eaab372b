CREATE TABLE entries (id int, posted date NOT NULL, PRIMARY KEY (id, posted)) PARTITION BY RANGE (posted);
CREATE TABLE entries_old PARTITION OF entries FOR VALUES FROM (MINVALUE) TO ('2023-01-01');
CREATE TABLE entries_new PARTITION OF entries FOR VALUES FROM ('2023-01-01') TO (MAXVALUE);
CREATE TABLE corrections (id int PRIMARY KEY, entry int, posted date, FOREIGN KEY (entry, posted) REFERENCES entries);
COMMENT ON CONSTRAINT corrections_entry_posted_fkey ON corrections IS 'what is corrected';
