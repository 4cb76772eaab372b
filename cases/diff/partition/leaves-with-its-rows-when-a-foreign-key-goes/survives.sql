select kind, id from goods_1
