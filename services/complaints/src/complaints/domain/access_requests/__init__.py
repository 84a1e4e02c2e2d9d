"""An access request (A-2.1): the access officer's file of it, decided apart from every complaint.

Pure. The delays are sla's and are only read here; the letters are `domain/legal_letters`.
"""
