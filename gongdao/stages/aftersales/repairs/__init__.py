"""Things that break within their guarantee."""
