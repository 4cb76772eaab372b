DROP INDEX CONCURRENTLY logins_of_accounts;
