"""The pages of staff; each module has its addresses, `staff_pages` what all of them share."""
