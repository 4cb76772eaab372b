CREATE ROLE reports LOGIN;
ALTER ROLE postgres SET lock_timeout = '2s';
ALTER ROLE reports SET lock_timeout = 0;
