SELECT place, badge, note FROM visits ORDER BY badge;
