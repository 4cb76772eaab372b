CREATE TABLE visits (at timestamptz);
GRANT INSERT ON ALL TABLES IN SCHEMA public TO worker;
GRANT UPDATE ON SEQUENCE jobs_id_seq TO worker;
