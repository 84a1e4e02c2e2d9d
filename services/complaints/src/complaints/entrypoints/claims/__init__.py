"""Claims for people and programs: the API, the clerk's register, the file with what may be done."""
