"""What `make bench` runs: each measure of QUALITY against its bar, with its floor in the same run."""
