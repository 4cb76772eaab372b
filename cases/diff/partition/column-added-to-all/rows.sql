insert into t values (1, '2024-05-05'), (2, '2025-05-05');
