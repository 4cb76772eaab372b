select id, kind::oid, routine::oid, machine::macaddr, lasts::time from columns_seen order by id
