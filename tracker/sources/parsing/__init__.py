"""Documents parsed in processes of their own: a hostile one costs a worker, never the run."""
