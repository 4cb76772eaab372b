create publication case_all for all tables;
