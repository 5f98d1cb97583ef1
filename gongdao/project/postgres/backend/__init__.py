"""Django's PostgreSQL, without the second index that it gives to every text key."""
