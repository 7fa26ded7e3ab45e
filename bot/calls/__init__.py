"""What the core may ask of the program inside a turn, one function each."""

from bot.calls import (
    accounts,
    applications,
    attestation,
    binding,
    capture,
    desk,
    institutions,
    ledger,
    photos,
    practice_file,
    reminders,
    subscription,
)
from bot.turn import Functions
from handlers.call import Function

FUNCTIONS: Functions = {
    Function.FIND_INSTITUTION: institutions.find,
    Function.BIND: binding.bind,
    Function.UNBIND: binding.unbind,
    Function.CONSENT: accounts.consent,
    Function.WITHDRAW_CONSENT: accounts.withdraw_consent,
    Function.SET_LANGUAGE: accounts.set_language,
    Function.FILE: practice_file.show,
    Function.APPLICATIONS: applications.of_physician,
    Function.SUBMIT: applications.submit,
    Function.WITHDRAW: applications.withdraw,
    Function.CORRECTION: applications.correction,
    Function.OBJECT: desk.object_to_record,
    Function.REQUEST_VERIFICATION: desk.request_verification,
    Function.CAPTURE_LINK: capture.link,
    Function.CHALLENGE: capture.challenge,
    Function.HOLD_PHOTO: capture.hold_photo,
    Function.HAND_OVER: desk.hand_over,
    Function.ASK_OFFICER: ledger.ask_officer,
    Function.JUDGE_ANSWER: ledger.judge,
    Function.SUBSCRIBE: subscription.subscribe,
    Function.SUBMIT_PHOTO: photos.submit,
    Function.ATTESTATION: attestation.open_fields,
    Function.ATTEST: attestation.attest,
    Function.SNOOZE: reminders.snooze,
    Function.STOP_REMINDER: reminders.stop,
}
