"""Change of main institution 变更主要执业机构 (医师法 18)."""

from registry.dates import DateWindow
from registry.service import (
    Basis,
    Body,
    Check,
    Completion,
    DateStep,
    DocumentStep,
    Effect,
    InstitutionStep,
    Service,
    TextStep,
)

CHANGE_MAIN_INSTITUTION = Service(
    id="change_main_institution",
    completion=Completion.SUBMIT,
    needs_binding=True,
    step_up=True,
    review=True,
    listed=True,
    steps=(
        InstitutionStep(id="institution", basis=Basis(law="医师法", article=18)),
        DateStep(id="start_date", window=DateWindow.FROM_TODAY),
        TextStep(id="department", check=Check.DEPARTMENT),
        DocumentStep(id="employment_proof"),
    ),
    basis=(Basis(law="医师法", article=18), Basis(law="医师法", article=13)),
    confirms=(Body.OLD_INSTITUTION, Body.INSTITUTION),
    decides=Body.AUTHORITY,
    time_limits=("correction_notice", "change_decision"),
    effects=(
        Effect(field="main_institution", step="institution"),
        Effect(field="department", step="department"),
    ),
)
