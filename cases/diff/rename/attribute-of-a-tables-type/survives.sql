select label from labels;
