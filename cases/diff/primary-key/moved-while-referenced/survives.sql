select p.id, u.email from posts p join users u on u.id = p.user_id;
