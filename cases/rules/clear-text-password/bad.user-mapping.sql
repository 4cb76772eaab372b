CREATE EXTENSION postgres_fdw;
CREATE SERVER elsewhere FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'db.example.org');
CREATE USER MAPPING FOR CURRENT_USER SERVER elsewhere OPTIONS (user 'reader', password 'correct horse');
