"""What a person does and sees in the chat page."""

from playwright.sync_api import Locator, Page, expect


class Chat:
    """The chat in one browser tab."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.field = page.locator("#field")
        self.own = page.locator(".from-person")
        self.ours = page.locator(".from-bot")
        self.main = page.locator("#replies .main, .choices .main").last

    def greeted(self) -> "Chat":
        """Wait for the first words."""
        expect(self.ours.first).to_be_visible()
        return self

    def say(self, text: str) -> None:
        """Type and send, and wait until it is answered."""
        count = self.ours.count()
        self.type(text)
        expect(self.ours.nth(count)).to_be_attached()

    def type(self, text: str) -> None:
        """Type and send."""
        self.field.fill(text)
        self.field.press("Enter")

    def press(self, label: str) -> None:
        """Press a button of the open question, and wait until that is answered."""
        count = self.ours.count()
        self.button(label).click()
        expect(self.ours.nth(count)).to_be_attached()

    def button(self, label: str) -> Locator:
        """A button of the open question or of a notice."""
        return self.page.locator("#replies button, .choices button").filter(has_text=label).last

    def bind(self, person: dict[str, str]) -> None:
        """Become one of the invented people."""
        self.main.click()
        expect(self.page.locator("#service")).to_be_visible()
        self.say(person["name"])
        self.say(person["id_number"])
        self.say(person["qualification_number"])
        expect(self.page.locator("#service")).to_be_hidden()

    def own_texts(self) -> list[str]:
        """The person's own messages, in order."""
        return self.own.locator(".prose").all_inner_texts()

    def texts(self) -> list[str]:
        """All messages, in order."""
        return self.page.locator(".message .prose").all_inner_texts()
