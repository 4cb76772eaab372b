GRANT SELECT, INSERT ON jobs TO worker;
GRANT USAGE ON SEQUENCE jobs_id_seq TO worker;
