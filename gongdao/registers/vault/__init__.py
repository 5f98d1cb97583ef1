"""What is private: the only room with personal data."""
