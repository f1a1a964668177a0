"""An invented force at ward scale: the same rows for a seed and a day, written in bulk."""
