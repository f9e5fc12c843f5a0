"""arXiv as a source: how far it was read, what its API and its listings say, at its own pace."""
