SELECT (one).price::int, (one).name::text, (many[2]).price::int, (low).price::int FROM held;
