"""Binding 绑定: this chat account belongs to that physician in the register."""

from registry.service import Check, Completion, Service, TextStep

BIND = Service(
    id="bind",
    completion=Completion.BIND,
    steps=(
        TextStep(id="name", check=Check.PERSON_NAME),
        TextStep(id="id_number", check=Check.RESIDENT_ID, private=True),
        TextStep(id="qualification_number", check=Check.QUALIFICATION_NUMBER, private=True),
    ),
)
