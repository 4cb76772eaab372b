SELECT id, (one).a::int, (one).b, (one).c, (one).m::text, one IS DISTINCT FROM NULL FROM held ORDER BY id;
