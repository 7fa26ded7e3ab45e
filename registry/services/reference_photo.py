"""Photo for the register 登记照片: in force once the institution has confirmed it."""

from registry.service import Basis, Body, Completion, ConfirmStep, PhotoStep, Service

REFERENCE_PHOTO = Service(
    id="reference_photo",
    completion=Completion.CONFIRM_PHOTO,
    needs_binding=True,
    steps=(
        ConfirmStep(
            id="face_consent",
            otherwise="manual_verification",
            basis=Basis(law="个人信息保护法", article=29),
        ),
        PhotoStep(id="id_style_photo"),
    ),
    confirms=(Body.INSTITUTION,),
    basis=(Basis(law="个人信息保护法", article=29),),
)
