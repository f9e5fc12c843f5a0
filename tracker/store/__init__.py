"""The SQLite database: a room a family of tables. SQL stands here alone, and values go out."""
