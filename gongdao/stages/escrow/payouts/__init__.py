"""Paying merchants out: runs, approval by a second pair of eyes, the bank's word, reserves and debts."""
