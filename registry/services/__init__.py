"""Every service, one file each."""

from registry.service import Service
from registry.services.bind import BIND
from registry.services.change_main_institution import CHANGE_MAIN_INSTITUTION
from registry.services.data_copy import DATA_COPY
from registry.services.objection import OBJECTION
from registry.services.reference_photo import REFERENCE_PHOTO
from registry.services.verify import VERIFY

SERVICES: dict[str, Service] = {
    service.id: service
    for service in (BIND, VERIFY, REFERENCE_PHOTO, CHANGE_MAIN_INSTITUTION, OBJECTION, DATA_COPY)
}
