ALTER DOMAIN page_count ADD CONSTRAINT page_count_positive CHECK (VALUE > 0) NOT VALID;
