"""The jobs door: the clock that moves every deadline."""
