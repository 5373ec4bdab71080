"""The words on lock screens, in mails and in calendars. They are the same for everybody."""

TITLE = "A moment for your diary"
BODY = "Tap to open the form."
MAIL = "You asked to be reminded. Open your diary here:"
MAIL_END = "To stop these mails:"
CALENDAR = "Diary"
