"""Verification by selfie 人脸核验, with its separate consent first (个人信息保护法 29)."""

from registry.service import Basis, Completion, ConfirmStep, PhotoStep, Service

VERIFY = Service(
    id="verify",
    completion=Completion.VERIFY,
    needs_binding=True,
    steps=(
        ConfirmStep(
            id="face_consent",
            otherwise="manual_verification",
            basis=Basis(law="个人信息保护法", article=29),
        ),
        PhotoStep(id="selfie"),
    ),
    basis=(
        Basis(law="个人信息保护法", article=28),
        Basis(law="个人信息保护法", article=29),
    ),
)
