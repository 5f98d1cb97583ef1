"""Who decides: seats, interests, recusal, neutrals from outside, and slips put right."""
