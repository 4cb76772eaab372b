insert into otherchild values ('2026-03-04');
