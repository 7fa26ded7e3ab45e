"""Objection and correction 异议/更正: the register and the person disagree; a clerk looks."""

from registry.service import (
    Basis,
    Body,
    Check,
    ChoiceStep,
    Completion,
    DocumentStep,
    InstitutionStep,
    Service,
    TextStep,
)

OBJECTION = Service(
    id="objection",
    completion=Completion.OBJECT,
    steps=(
        ChoiceStep(id="objection_ground", values=("name", "id_number", "taken", "other")),
        InstitutionStep(id="record_institution"),
        TextStep(id="statement", check=Check.FREE_TEXT),
        DocumentStep(id="proof", optional=True),
    ),
    review=True,
    confirms=(Body.INSTITUTION,),
    basis=(Basis(law="个人信息保护法", article=46),),
)
