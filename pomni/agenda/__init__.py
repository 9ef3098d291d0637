"""The agenda: what is to be done, by whom and until when. Tasks now; promises, meetings and reminders have their place here."""
