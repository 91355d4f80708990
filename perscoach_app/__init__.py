"""The web app people see."""
