CREATE COLLATION german (provider = libc, locale = 'de_DE.utf8');
