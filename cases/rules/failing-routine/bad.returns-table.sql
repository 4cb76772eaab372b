CREATE FUNCTION found_mails(part text) RETURNS TABLE (id bigint, address text) LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY SELECT m.id, m.address FROM mails m WHERE address LIKE '%' || part || '%' ORDER BY id;
END $$;
