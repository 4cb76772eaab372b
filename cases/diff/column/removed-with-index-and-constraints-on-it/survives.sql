select o.id, o.user_code, u.name from orders o, users u;
