"""Everything that outlives the process. Tortoise models never leave this package."""
