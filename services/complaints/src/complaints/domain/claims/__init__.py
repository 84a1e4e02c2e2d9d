"""A claim for damage (PV-16): the clerk's file of it, from the notice of the law to the decision.

Pure. The delays are those of whoever claims: sla counts them, here they are read. The letters are
`domain/legal_letters`.
"""
