"""Signs of a patient's details in a question; what is found is told, never kept."""

from knowledge.patterns import load


def patient_details(text: str) -> bool:
    """Tell whether a question seems to carry details of a person."""
    return bool(load("privacy")["patient_details"].search(text))
