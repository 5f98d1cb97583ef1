"""The half-yearly report on the traders of a platform, for the authority."""
