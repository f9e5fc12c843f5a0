"""The deeds: each is a rule over what a session holds, and gives a report.

A room imports only rooms that stand below it: what an author asks for, down to the project's files.
"""
