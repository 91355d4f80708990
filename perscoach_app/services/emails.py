"""E-mail addresses: checked by their form alone. Whether one exists is shown by the letter that arrives."""

from email_validator import EmailNotValidError, validate_email

from perscoach_app.services.people_errors import EmailInvalid


def clean(address: str) -> str:
    """The address as it is kept and compared: normalised, lower case.

    Raises:
        EmailInvalid: no letter could be sent there.
    """
    try:
        found = validate_email(address.strip(), check_deliverability=False, allow_smtputf8=False, test_environment=True)
    except EmailNotValidError:
        raise EmailInvalid from None
    return found.normalized.lower()
