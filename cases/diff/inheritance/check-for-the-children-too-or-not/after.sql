CREATE TABLE pay (id int, amount numeric, cur text, CONSTRAINT pay_amount_ck CHECK (amount > 0), CONSTRAINT pay_cur_ck CHECK (length(cur) = 3) NO INHERIT);
CREATE TABLE pay_cash (CONSTRAINT pay_amount_ck CHECK (amount > 0)) INHERITS (pay);
CREATE TABLE pay_card (card text, CONSTRAINT pay_cur_ck CHECK (length(cur) = 3)) INHERITS (pay);
