select room from bookings order by room;
