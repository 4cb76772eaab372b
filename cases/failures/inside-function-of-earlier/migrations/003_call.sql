SELECT add_user('ann@example.com');
