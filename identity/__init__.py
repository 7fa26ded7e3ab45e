"""Faces: quality, match, fresh-capture challenge and the worker pool. Knows no chats."""
