create table booking (room int4range, during tsrange,
  constraint no_overlap exclude using gist (room with &&, during with &&) with (fillfactor = 77, buffering = off) where (not isempty(during)));
