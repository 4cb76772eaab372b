DROP INDEX users_id_idx;
