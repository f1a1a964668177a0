"""Plans: what a roster would be, worked out from plain values before anything is saved."""
