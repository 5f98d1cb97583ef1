"""Words everyone shares: money, references, refusals, machines. Imports nothing of ours."""
