"""The doors: web, API, command line, jobs. No rule and no row lives here."""
