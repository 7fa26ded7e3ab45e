"""What browsers get: templates and static files, shared by the chat and the console."""
