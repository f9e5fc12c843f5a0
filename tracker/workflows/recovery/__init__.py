"""What a killed run left between a file and the store: taken in by the next, before all else."""
