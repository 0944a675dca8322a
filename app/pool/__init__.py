"""Heavy work in worker processes of our own: it never delays a race, and each job can be timed and stopped."""
