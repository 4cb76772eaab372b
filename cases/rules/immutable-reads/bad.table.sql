CREATE TABLE plans (code text PRIMARY KEY, seats int);
CREATE FUNCTION seats_of(plan text) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN (SELECT seats FROM public.plans WHERE code = plan);
END $$;
