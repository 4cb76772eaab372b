select id::int, parent::int, weight from node
