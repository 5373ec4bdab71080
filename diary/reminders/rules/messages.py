"""Every word that leaves for a lock screen, a mailbox or a calendar: the same for everybody."""

TITLE = "A moment for your diary"
BODY = "Tap to open the form."
MAIL = "You asked to be reminded. Open your diary here:"
MAIL_END = "To stop these mails:"
CALENDAR = "Diary"
