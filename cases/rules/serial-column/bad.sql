CREATE TABLE loans (
  id bigserial PRIMARY KEY,
  reader text
);
