"""Why a work was not proposed: one question after another, and the first answer holds."""
