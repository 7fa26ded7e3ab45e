"""Copy of the own data 个人信息副本 (个人信息保护法 45): nothing to fill in, but to be verified."""

from registry.service import Basis, Completion, Service

DATA_COPY = Service(
    id="data_copy",
    completion=Completion.COPY,
    step_up=True,
    steps=(),
    basis=(Basis(law="个人信息保护法", article=45),),
)
