CREATE VIEW authors AS
SELECT p.id, u.name, u.mail
FROM posts p
JOIN users u ON u.id = p.author;
