"""The monthly lists of open requests (RNC): their dates, their lines, what is answered to them."""
