SELECT 1;
﻿CREATE TABLE joined (id int);
