select p.id, u.id::text from posts p join users u on u.id = p.user_id order by p.id;
