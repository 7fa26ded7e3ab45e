"""Policy answers: documents in, quoted articles out. Knows no chats."""
