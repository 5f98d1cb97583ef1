"""Reports of violations, named or anonymous: taken up, looked into, passed on, rewarded (S33)."""
