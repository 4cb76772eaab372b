DELETE FROM users;
VACUUM users;
