MERGE INTO books AS b USING (VALUES (1, 'One'), (2, 'Two')) AS s (id, title) ON b.id = s.id
WHEN MATCHED THEN UPDATE SET title = s.title
WHEN NOT MATCHED BY SOURCE THEN DELETE;
