"""Relief Diary: a symptom and mood diary for people in ketamine therapy, and for their doctors."""
