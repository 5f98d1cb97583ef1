"""Files shown in a case: who may look at them, and what follows when one cannot be read."""
