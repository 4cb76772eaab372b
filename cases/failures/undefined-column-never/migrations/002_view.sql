CREATE VIEW adults AS
SELECT u.id FROM users u
WHERE u.age >= 18;
