select tomorrow::date as tomorrow from otherchild order by 1;
