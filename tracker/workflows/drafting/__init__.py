"""Writing proposals into a draft: the one that is open goes on, else there is a new one."""
