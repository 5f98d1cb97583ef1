"""A merchant's account beside the runs: reserves are freed, debts are netted, currencies are changed."""
