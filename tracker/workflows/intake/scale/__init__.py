"""How a poll's sources are asked: in this process, or by the workers of an engine.

What has to be asked is cut into shards, all due feeds of a set of hosts. A shard is polled by a
function that has no store: orders in, batches and failures out, as plain JSON. So any
``concurrent.futures.Executor`` will do, and the coordinator alone writes.
"""
