select a, shared from has_it order by a
