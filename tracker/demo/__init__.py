"""A small sample of real papers, served over HTTP on loopback as arXiv and three blogs would."""
