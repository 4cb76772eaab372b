CREATE TABLE pay (id int, amount numeric, cur text, CONSTRAINT pay_amount_ck CHECK (amount > 0) NO INHERIT, CONSTRAINT pay_cur_ck CHECK (length(cur) = 3));
CREATE TABLE pay_cash (CONSTRAINT pay_amount_ck CHECK (amount > 10)) INHERITS (pay);
CREATE TABLE pay_card (card text) INHERITS (pay);
