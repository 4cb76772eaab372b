WITH gone AS (DELETE FROM books WHERE id < 1000 RETURNING id) UPDATE books SET pages = 0 WHERE id IN (SELECT id FROM gone);
