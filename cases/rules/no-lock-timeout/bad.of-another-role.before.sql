CREATE ROLE reports LOGIN;
ALTER ROLE reports SET lock_timeout = '8s';
