-- v4: Find portals by name
CREATE INDEX portal_name ON portal (name);
