"""One module a page: what it shows, and which deed each of its forms calls."""
