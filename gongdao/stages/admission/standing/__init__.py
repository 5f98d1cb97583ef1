"""What becomes of an admission: verified again, suspended, lifted, left, expelled."""
