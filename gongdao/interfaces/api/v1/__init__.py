"""Version 1, one router per noun a client knows."""
