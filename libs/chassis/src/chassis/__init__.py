"""Delivery, storage, time and process life shared by the services; holds no domain word."""
