select id, r from bands order by id;
