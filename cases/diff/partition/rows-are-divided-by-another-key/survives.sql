select account, at from logins order by 1
