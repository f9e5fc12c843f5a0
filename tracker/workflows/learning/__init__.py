"""What the ranking learns from: decisions, the post, the seeds, each as it stood at its moment."""
