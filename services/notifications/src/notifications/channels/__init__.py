"""Ways by which a message leaves the house, one folder each, all of one shape (port `Composer`):
a message becomes bytes. Mail is carried by a server (port `Channel`), a letter by a person.
"""
