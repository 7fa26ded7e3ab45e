"""One file a channel: `read(raw) -> Delivery`, and how a rendered message is shown."""
