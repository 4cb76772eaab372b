ALTER SEQUENCE public.beat_numbers AS bigint;
