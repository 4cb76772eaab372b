SELECT pg_catalog.setval('public.members_id_seq', 1, false);
