select 'keyed', id from keyed union all select 'whole', id from whole order by 1, 2;
