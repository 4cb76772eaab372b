COMMENT ON SCHEMA public IS 'what everybody sees';
