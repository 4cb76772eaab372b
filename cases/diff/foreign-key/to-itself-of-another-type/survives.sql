select a.id, label::int, category::int, parent_id::int from articles a join categories c on c.id = a.category
