"""Delivery, storage, time and process life shared by the services. Holds no domain word."""
